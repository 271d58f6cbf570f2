package dev.davit.registry.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GcPropertiesTests {

    @Test
    void defaultsLeaveADayForReview() {
        assertThat(bind(Map.of()))
                .isEqualTo(new GcProperties(Duration.ofHours(1), Duration.ofHours(24), Duration.ofHours(1)));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.registry.gc.interval", "0s",
                        "davit.registry.gc.delay", "7d",
                        "davit.registry.gc.orphan-age", "2h")))
                .isEqualTo(new GcProperties(Duration.ZERO, Duration.ofDays(7), Duration.ofHours(2)));
    }

    private static GcProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.gc", GcProperties.class);
    }
}
