package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.platform.server.ServerProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

class RegistryPropertiesTests {

    @Test
    void defaultsAreThoseOfALaptop() {
        assertThat(bind(Map.of()))
                .isEqualTo(new RegistryProperties(
                        "127.0.0.1", 5000, DataSize.ofMegabytes(16), Duration.ofHours(24), 0, false, null));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.registry.address", "10.0.0.1",
                        "davit.registry.port", "443",
                        "davit.registry.cache", "1MB",
                        "davit.registry.upload-expiry", "2d",
                        "davit.registry.rate-limit", "100",
                        "davit.registry.audit", "true",
                        "davit.registry.warning", "read only on Sunday")))
                .isEqualTo(new RegistryProperties(
                        "10.0.0.1",
                        443,
                        DataSize.ofMegabytes(1),
                        Duration.ofDays(2),
                        100,
                        true,
                        "read only on Sunday"));
    }

    @Test
    void listenersAreWhereTheRegistryIsToBeReached() {
        assertThat(listeners(Map.of("davit.registry.address", "10.0.0.1", "davit.registry.port", "443")))
                .containsExactly(new ServerProperties.Tcp("10.0.0.1", 443, null, null, null));
        assertThat(listeners(Map.of()).getFirst())
                .isEqualTo(new ServerProperties.Tcp("127.0.0.1", 5000, null, null, null));
    }

    @Test
    void listenersThatAreSetReplaceThoseOfTheRegistry() {
        assertThat(listeners(Map.of("davit.server.tcp[0].address", "::1", "davit.server.tcp[0].port", "7")))
                .containsExactly(new ServerProperties.Tcp("::1", 7, null, null, null));
    }

    private static RegistryProperties bind(Map<String, Object> properties) {
        return Binder.get(environment(properties)).bindOrCreate("davit.registry", RegistryProperties.class);
    }

    private static List<ServerProperties.Tcp> listeners(Map<String, Object> properties) {
        StandardEnvironment environment = environment(properties);
        new LoopbackListeners().postProcessEnvironment(environment, new SpringApplication());
        return Binder.get(environment)
                .bindOrCreate("davit.server", ServerProperties.class)
                .tcp();
    }

    private static StandardEnvironment environment(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return environment;
    }
}
