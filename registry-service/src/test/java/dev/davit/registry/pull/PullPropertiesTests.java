package dev.davit.registry.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PullPropertiesTests {

    @Test
    void pullsAreAddedUpEachMinute() {
        assertThat(bind(Map.of())).isEqualTo(new PullProperties(Duration.ofMinutes(1)));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of("davit.registry.pulls.interval", "5s")))
                .isEqualTo(new PullProperties(Duration.ofSeconds(5)));
    }

    private static PullProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.pulls", PullProperties.class);
    }
}
