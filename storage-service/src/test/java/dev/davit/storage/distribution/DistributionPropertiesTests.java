package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DistributionPropertiesTests {

    @Test
    void defaultsAreTheSameConfiguredOrNot() {
        assertThat(bind(Map.of())).isEqualTo(DistributionProperties.defaults());
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.storage.registries.insecure", "registry:5000,10.0.0.0/8",
                        "davit.storage.registries.certificates", "/certs",
                        "davit.storage.registries.connect-timeout", "1s",
                        "davit.storage.registries.idle-timeout", "2s",
                        "davit.storage.registries.retries", "3",
                        "davit.storage.registries.retry-pause", "4ms",
                        "davit.storage.registries.max-retry-after", "5s")))
                .isEqualTo(new DistributionProperties(
                        List.of("registry:5000", "10.0.0.0/8"),
                        Path.of("/certs"),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofMillis(4),
                        Duration.ofSeconds(5)));
    }

    private static DistributionProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("davit.storage.registries", DistributionProperties.class);
    }
}
