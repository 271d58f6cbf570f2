package dev.davit.network.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressPoolTests {

    private static final Subnet SUBNET = Subnet.parse("10.1.0.0/24");

    private final AddressPool pool = new AddressPool(SUBNET, SUBNET);

    @Test
    void takeGivesLowestFree() {
        pool.take(Ipv4.parse("10.1.0.1"));
        assertThat(take()).isEqualTo("10.1.0.2");
        assertThat(take()).isEqualTo("10.1.0.3");
        pool.release(Ipv4.parse("10.1.0.2"));
        assertThat(take()).isEqualTo("10.1.0.2");
        assertThat(take()).isEqualTo("10.1.0.4");
    }

    @Test
    void takeWhenAllAreTakenGivesNone() {
        for (int i = 0; i < 254; i++) {
            assertThat(pool.take()).isPresent();
        }
        assertThat(pool.take()).isEmpty();
        pool.release(Ipv4.parse("10.1.0.200"));
        assertThat(take()).isEqualTo("10.1.0.200");
    }

    @Test
    void takeWhenRangeStaysInIt() {
        AddressPool ranged = new AddressPool(SUBNET, Subnet.parse("10.1.0.16/30"));
        assertThat(Stream.generate(ranged::take).limit(4).map(address -> Ipv4.format(address.orElseThrow())))
                .containsExactly("10.1.0.16", "10.1.0.17", "10.1.0.18", "10.1.0.19");
        assertThat(ranged.take()).isEmpty();
    }

    @Test
    void takeOfTakenAddressIsRefused() {
        assertThat(pool.take(Ipv4.parse("10.1.0.9"))).isTrue();
        assertThat(pool.take(Ipv4.parse("10.1.0.9"))).isFalse();
    }

    @Test
    void coversNeitherNetworkNorBroadcastAddress() {
        assertThat(pool.covers(Ipv4.parse("10.1.0.0"))).isFalse();
        assertThat(pool.covers(Ipv4.parse("10.1.0.255"))).isFalse();
        assertThat(pool.covers(Ipv4.parse("10.1.1.1"))).isFalse();
        assertThat(pool.covers(Ipv4.parse("10.1.0.254"))).isTrue();
    }

    @Test
    void takeWhenHundredAskAtOnceGivesNoAddressTwice() throws Exception {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Callable<Boolean> lease = () -> seen.add(pool.take().orElseThrow());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> leases =
                    callers.invokeAll(Stream.generate(() -> lease).limit(100).toList());
            for (Future<Boolean> first : leases) {
                assertThat(first.get()).isTrue();
            }
        }
        assertThat(seen).hasSize(100);
    }

    private String take() {
        OptionalInt address = pool.take();
        return Ipv4.format(address.orElseThrow());
    }
}
