package dev.davit.registry.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ScrubPropertiesTests {

    @Test
    void defaultsScrubWhenSomebodyAsks() {
        assertThat(bind(Map.of())).isEqualTo(new ScrubProperties(Duration.ZERO, DataSize.ofMegabytes(64)));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of("davit.registry.scrub.interval", "30d", "davit.registry.scrub.rate", "1GB")))
                .isEqualTo(new ScrubProperties(Duration.ofDays(30), DataSize.ofGigabytes(1)));
    }

    private static ScrubProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.scrub", ScrubProperties.class);
    }
}
