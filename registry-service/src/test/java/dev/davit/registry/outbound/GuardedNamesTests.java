package dev.davit.registry.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardedNamesTests {

    private static DnsResolver names(Map<String, String> addresses) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return InetAddress.getAllByName(addresses.getOrDefault(host, host)); // literals are not looked up
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 9.9.9.9, true",
        "8.8.8.8, 127.0.0.1, false",
        "8.8.8.8, 10.1.2.3, false",
        "8.8.8.8, 172.16.0.1, false",
        "8.8.8.8, 169.254.169.254, false",
        "8.8.8.8, 100.100.100.200, false",
        "8.8.8.8, 0.0.0.0, false",
        "8.8.8.8, 224.0.0.1, false",
        "8.8.8.8, ::1, false",
        "8.8.8.8, ::ffff:127.0.0.1, false",
        "8.8.8.8, fe80::1, false",
        "8.8.8.8, fd00::1, false",
        "10.0.0.1, 192.168.0.1, true",
        "10.0.0.1, 127.0.0.1, false",
        "127.0.0.1, 127.0.0.2, true",
        "127.0.0.1, 169.254.169.254, false"
    })
    void upstreamMaySendToAddressesOfItsOwnKind(String own, String target, boolean allowed) throws IOException {
        GuardedNames guarded = new GuardedNames(
                "upstream.test",
                List.of("allowed.test"),
                names(Map.of("upstream.test", own, "target.test", target, "allowed.test", target)));
        assertThat(guarded.resolve("upstream.test")).hasSize(1);
        assertThat(guarded.resolve("allowed.test")).hasSize(1);
        if (allowed) {
            assertThat(guarded.resolve("target.test")).hasSize(1);
        } else {
            assertThatThrownBy(() -> guarded.resolve("target.test"))
                    .isInstanceOf(GuardedNames.ForbiddenHost.class)
                    .hasMessageContaining("target.test");
        }
    }

    @Test
    void whereNobodyMaySendOnlyPublicAndAllowedHostsAreGoneTo() throws IOException {
        GuardedNames guarded = new GuardedNames(
                null,
                List.of("allowed.test"),
                names(Map.of("public.test", "9.9.9.9", "private.test", "10.0.0.1", "allowed.test", "10.0.0.1")));
        assertThat(guarded.resolve("public.test")).hasSize(1);
        assertThat(guarded.resolve("allowed.test")).hasSize(1);
        assertThatThrownBy(() -> guarded.resolve("private.test"))
                .isInstanceOf(GuardedNames.ForbiddenHost.class)
                .hasMessageContaining("private 10.0.0.1");
    }
}
