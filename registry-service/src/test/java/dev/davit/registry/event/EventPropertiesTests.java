package dev.davit.registry.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventPropertiesTests {

    @Test
    void defaultsTellNobody() {
        assertThat(bind(Map.of()))
                .isEqualTo(new EventProperties(List.of(), Duration.ofSeconds(10), Duration.ofDays(7)));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.registry.events.retry", "1s",
                        "davit.registry.events.expiry", "1d",
                        "davit.registry.events.endpoints[0].name", "ci",
                        "davit.registry.events.endpoints[0].url", "https://ci.example/hook",
                        "davit.registry.events.endpoints[0].headers.X-Key", "secret")))
                .isEqualTo(new EventProperties(
                        List.of(new EventProperties.Endpoint(
                                "ci", URI.create("https://ci.example/hook"), Map.of("X-Key", "secret"))),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1)));
    }

    private static EventProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.events", EventProperties.class);
    }
}
