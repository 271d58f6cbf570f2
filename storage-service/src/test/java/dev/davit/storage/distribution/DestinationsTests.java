package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTests {

    private final Destinations destinations = new Destinations(new Endpoints(List.of("198.51.100.7:5000")));

    @ParameterizedTest
    @CsvSource({
        "https://192.0.2.1/v2/,/a?b=c%2F,https://192.0.2.1/a?b=c%2F",
        "https://192.0.2.1/v2/,https://203.0.113.9:8443/a,https://203.0.113.9:8443/a",
        "http://127.0.0.1:5000/v2/,http://127.0.0.1:6000/a,http://127.0.0.1:6000/a",
        "https://198.51.100.7:5000/v2/,http://198.51.100.7:5000/a,http://198.51.100.7:5000/a"
    })
    void resolveWhenAllowedGivesTheTarget(URI base, String location, URI target) throws IOException {
        assertThat(destinations.resolve(base, location)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "https://192.0.2.1/v2/,http://192.0.2.1/a",
        "https://192.0.2.1/v2/,https://127.0.0.1/a",
        "https://192.0.2.1/v2/,https://localhost/a",
        "https://192.0.2.1/v2/,https://[::1]/a",
        "https://192.0.2.1/v2/,https://[::ffff:127.0.0.1]/a",
        "https://192.0.2.1/v2/,https://169.254.169.254/latest/meta-data",
        "https://192.0.2.1/v2/,https://0.0.0.0/a",
        "https://192.0.2.1/v2/,file:///etc/passwd",
        "https://192.0.2.1/v2/,https://user:pass@203.0.113.9/",
        "https://192.0.2.1/v2/,ht tp://x",
        "https://192.0.2.1/v2/,''"
    })
    void resolveWhenForbiddenFails(URI base, String location) {
        assertThatThrownBy(() -> destinations.resolve(base, location)).isInstanceOf(IOException.class);
    }

    @Test
    void endpointsOfHubAreItsRegistry() {
        assertThat(new Endpoints(List.of()).of("docker.io"))
                .containsExactly(URI.create("https://registry-1.docker.io"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:5000,https://192.0.2.1:5000",
        "127.0.0.1:5000,http://127.0.0.1:5000 https://127.0.0.1:5000",
        "127.9.8.7,http://127.9.8.7 https://127.9.8.7",
        "[::1]:5000,http://[::1]:5000 https://[::1]:5000",
        "198.51.100.7:5000,https://198.51.100.7:5000 http://198.51.100.7:5000",
        "198.51.100.7:5001,https://198.51.100.7:5001",
        "203.0.113.200,https://203.0.113.200 http://203.0.113.200",
        "203.0.113.100,https://203.0.113.100"
    })
    void endpointsArePlainOnlyWhereThatIsSafeOrConfigured(String registry, String expected) {
        Endpoints endpoints = new Endpoints(List.of("198.51.100.7:5000", "203.0.113.128/25"));

        assertThat(endpoints.of(registry).stream().map(URI::toString)).containsExactly(expected.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({"a b", "user@192.0.2.1", "192.0.2.1/x", "192.0.2.1?x", "''", "192.0.2.1:x"})
    void endpointsWhenHostIsNoneAreInvalid(String registry) {
        assertThatThrownBy(() -> new Endpoints(List.of()).of(registry)).hasMessageContaining("invalid registry host");
    }
}
