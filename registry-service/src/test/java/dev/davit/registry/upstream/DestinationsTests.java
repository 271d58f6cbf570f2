package dev.davit.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTests {

    private final Destinations hub =
            new Destinations(URI.create("https://registry-1.docker.io"), List.of("auth.partner.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.docker.io/token",
                "https://registry-1.docker.io/token",
                "https://docker.io/token?x=y",
                "https://auth.partner.example/token"
            })
    void realmInTheDomainOrAllowedIsGoneTo(String realm) throws IOException {
        assertThat(hub.realm(realm)).hasToString(realm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.docker.io/token",
                "https://auth.docker.io.example.org/token",
                "https://auth.docker.com/token",
                "https://example.org/?docker.io",
                "https://169.254.169.254/",
                "https://localhost/",
                "https://x@auth.docker.io/token",
                "ftp://auth.docker.io/"
            })
    void realmElsewhereIsRefused(String realm) {
        assertThatThrownBy(() -> hub.realm(realm)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.gitlab.com, gitlab.com, true",
        "ghcr.io, ghcr.io, true",
        "a.co.uk, b.co.uk, false",
        "me.github.io, you.github.io, false",
        "10.0.0.1, 10.0.0.2, false",
        "1.2.3.4, 9.2.3.4, false",
        "localhost, localhost, true",
        "registry, auth, false"
    })
    void domainEndsWhereAnybodyMayRegister(String one, String other, boolean same) {
        assertThat(Destinations.sameDomain(one, other)).isEqualTo(same);
    }

    @Test
    void redirectToPlainHttpIsRefused() throws IOException {
        URI from = URI.create("https://registry-1.docker.io/v2/x");
        assertThat(hub.redirect(from, "https://cdn.example/x")).hasToString("https://cdn.example/x");
        assertThat(hub.redirect(from, "/y?z")).hasToString("https://registry-1.docker.io/y?z");
        assertThatThrownBy(() -> hub.redirect(from, "http://cdn.example/x")).hasMessageContaining("https to");
    }
}
