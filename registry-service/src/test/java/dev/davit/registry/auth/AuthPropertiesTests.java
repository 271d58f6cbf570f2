package dev.davit.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AuthPropertiesTests {

    @Test
    void defaultsLeaveTheRegistryOpen() {
        assertThat(bind(Map.of()))
                .isEqualTo(new AuthProperties(
                        AuthProperties.Mode.NONE,
                        "davit-registry",
                        null,
                        Duration.ofMinutes(5),
                        Duration.ofDays(30),
                        false,
                        List.of()));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.registry.auth.mode", "token",
                        "davit.registry.auth.service", "r.example",
                        "davit.registry.auth.url", "https://r.example",
                        "davit.registry.auth.token-expiry", "1m",
                        "davit.registry.auth.refresh-expiry", "1d",
                        "davit.registry.auth.client-certificates", "true",
                        "davit.registry.auth.oidc[0].issuer", "https://i.example",
                        "davit.registry.auth.oidc[0].audience", "r",
                        "davit.registry.auth.oidc[0].user-claim", "email",
                        "davit.registry.auth.oidc[0].roles-claim", "groups")))
                .isEqualTo(new AuthProperties(
                        AuthProperties.Mode.TOKEN,
                        "r.example",
                        URI.create("https://r.example"),
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        true,
                        List.of(new AuthProperties.Oidc("https://i.example", "r", null, "email", "groups"))));
    }

    private static AuthProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.auth", AuthProperties.class);
    }
}
