package dev.davit.registry.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void endpointsThatCannotBeMeantAreRefused() {
        assertRefused("x".repeat(101), "http://a/", "1 to 100");
        assertRefused(" ", "http://a/", "1 to 100");
        assertRefused("a", "file:///etc/passwd", "no http");
        assertRefused("a", "/hook", "no http");
        assertThatThrownBy(() -> bind(Map.of(
                        "davit.registry.events.endpoints[0].name", "ci",
                        "davit.registry.events.endpoints[0].url", "http://a/",
                        "davit.registry.events.endpoints[1].name", "ci",
                        "davit.registry.events.endpoints[1].url", "http://b/")))
                .hasRootCauseMessage("davit.registry.events.endpoints: two have the same name");
    }

    private static void assertRefused(String name, String url, String why) {
        assertThatThrownBy(() -> bind(Map.of(
                        "davit.registry.events.endpoints[0].name", name,
                        "davit.registry.events.endpoints[0].url", url)))
                .rootCause()
                .hasMessageContaining(why);
    }

    private static EventProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.events", EventProperties.class);
    }
}
