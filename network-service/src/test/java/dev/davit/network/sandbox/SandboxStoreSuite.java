package dev.davit.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.sandbox.SandboxStore.Stored;
import dev.davit.platform.database.Commits;
import dev.davit.platform.id.Ids;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What a store of sandboxes must do, whatever the database. */
@DataJpaTest(properties = "spring.test.database.replace=none")
@Import({SandboxStore.class, Commits.class, SandboxStoreSuite.Json.class})
@Transactional(propagation = Propagation.NOT_SUPPORTED)
abstract class SandboxStoreSuite {

    private static final String NETWORK = "f".repeat(64);

    @Autowired
    private SandboxStore store;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void network() {
        jdbc.sql("delete from endpoints").update();
        jdbc.sql("delete from sandboxes").update();
        jdbc.sql("delete from networks").update();
        jdbc.sql("insert into networks (id, name, created, driver, auxiliary, ipv6, internal, attachable, predefined,"
                        + " options, labels) values (?, 'n', current_timestamp, 'bridge', '{}', false, false, false,"
                        + " false, '{}', '{}')")
                .param(NETWORK)
                .update();
    }

    @Test
    void loadGivesWhatWasAdded() {
        Stored sandbox = sandbox("10.0.0.2");
        store.add(sandbox);
        store.load();
        Stored found = store.find(sandbox.spec().id()).orElseThrow();
        assertThat(found.spec()).isEqualTo(sandbox.spec());
        assertThat(found.ports()).isEqualTo(sandbox.ports());
        assertThat(found.endpoints()).hasSize(1).first().satisfies(endpoint -> {
            assertThat(endpoint.address()).isEqualTo("10.0.0.2");
            assertThat(endpoint.aliases()).isEqualTo("[\"db\"]");
            assertThat(endpoint.leaving()).isFalse();
        });
    }

    @Test
    void addWhenAddressIsLeasedKeepsNothing() {
        store.add(sandbox("10.0.0.2"));
        Stored second = sandbox("10.0.0.2");
        assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> store.add(second));
        store.load();
        assertThat(store.find(second.spec().id())).isEmpty();
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void addWhenHundredWantTheSameAddressLetsOneHaveIt() throws Exception {
        int leased = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> calls = callers.invokeAll(IntStream.range(0, 100)
                    .mapToObj(i -> (java.util.concurrent.Callable<Boolean>) () -> isAdded(sandbox("10.0.0.3")))
                    .toList());
            for (Future<Boolean> call : calls) {
                leased += call.get() ? 1 : 0;
            }
        }
        assertThat(leased).isEqualTo(1);
        store.load();
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void addressesThatAreNoneDoNotCollide() {
        store.add(sandbox(null));
        store.add(sandbox(null));
        store.load();
        assertThat(store.all()).hasSize(2);
    }

    @Test
    void removeKeepsTheLeaseUntilItEnds() {
        Stored sandbox = sandbox("10.0.0.2");
        store.add(sandbox);
        store.remove(sandbox.spec().id());
        store.load();
        assertThat(store.all()).isEmpty();
        List<EndpointRow> leaving = store.leaving();
        assertThat(leaving).hasSize(1);
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> store.add(sandbox("10.0.0.2")));
        store.endLeases(leaving.stream().map(EndpointRow::getId).toList());
        store.add(sandbox("10.0.0.2"));
        assertThat(store.leaving()).isEmpty();
    }

    private boolean isAdded(Stored sandbox) {
        try {
            store.add(sandbox);
            return true;
        } catch (DataIntegrityViolationException leased) {
            return false;
        }
    }

    private static Stored sandbox(@Nullable String address) {
        String id = Ids.random();
        SandboxSpec spec = new SandboxSpec(
                id,
                "web",
                "n",
                "web",
                null,
                Map.of("n", EndpointSpec.ANY),
                List.of(new PortBinding(80, "tcp", "", 0)),
                List.of("1.1.1.1"),
                List.of(),
                List.of(),
                List.of("a:10.0.0.9"),
                Map.of("net.ipv4.ip_forward", "1"));
        EndpointRow endpoint = new EndpointRow(
                Ids.random(), NETWORK, id, "web", address, "02:42:0a:00:00:02", "veth1", "eth0", "[\"db\"]");
        return new Stored(spec, List.of(endpoint), List.of(new PortBinding(80, "tcp", "0.0.0.0", 32768)));
    }

    @TestConfiguration
    static class Json {
        @Bean
        JsonMapper json() {
            return JsonMapper.shared();
        }
    }
}
