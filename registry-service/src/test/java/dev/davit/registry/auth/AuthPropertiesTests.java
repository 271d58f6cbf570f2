package dev.davit.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
                        null,
                        false,
                        List.of()));
    }

    @Test
    void everyPropertyIsMapped() {
        Map<String, Object> properties = new HashMap<>(Map.of("davit.registry.auth.key-file", "/keys/token.pem"));
        properties.putAll(Map.of(
                "davit.registry.auth.mode", "token",
                "davit.registry.auth.service", "r.example",
                "davit.registry.auth.url", "https://r.example",
                "davit.registry.auth.token-expiry", "1m",
                "davit.registry.auth.refresh-expiry", "1d",
                "davit.registry.auth.client-certificates", "true",
                "davit.registry.auth.oidc[0].issuer", "https://i.example",
                "davit.registry.auth.oidc[0].audience", "r",
                "davit.registry.auth.oidc[0].user-claim", "email",
                "davit.registry.auth.oidc[0].roles-claim", "groups"));
        assertThat(bind(properties))
                .isEqualTo(new AuthProperties(
                        AuthProperties.Mode.TOKEN,
                        "r.example",
                        URI.create("https://r.example"),
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        Path.of("/keys/token.pem"),
                        true,
                        List.of(new AuthProperties.Oidc("https://i.example", "r", null, "email", "groups"))));
    }

    private static AuthProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.auth", AuthProperties.class);
    }
}
