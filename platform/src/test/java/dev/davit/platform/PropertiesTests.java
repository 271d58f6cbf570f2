package dev.davit.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.platform.server.ServerProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PropertiesTests {

    @Test
    void davitDefaultsToTheSystemsFolders() {
        assertThat(bind("davit", DavitProperties.class, Map.of()))
                .isEqualTo(new DavitProperties("davit", Path.of("/run/davit"), Path.of("/var/lib/davit")));
    }

    @Test
    void davitMapsEveryProperty() {
        DavitProperties properties = bind(
                "davit",
                DavitProperties.class,
                Map.of("davit.name", "second", "davit.run-dir", "/run/second", "davit.state-dir", "/srv/second"));
        assertThat(properties).isEqualTo(new DavitProperties("second", Path.of("/run/second"), Path.of("/srv/second")));
        assertThat(properties.socket("engine")).isEqualTo(Path.of("/run/second/engine/engine.sock"));
        assertThat(properties.state("engine")).isEqualTo(Path.of("/srv/second/engine"));
        assertThat(properties.run("engine")).isEqualTo(Path.of("/run/second/engine"));
    }

    @Test
    void serverListensNowhereElseByDefault() {
        assertThat(bind("davit.server", ServerProperties.class, Map.of()))
                .isEqualTo(new ServerProperties(null, "rw-rw----", false, List.of()));
    }

    @Test
    void serverMapsEveryProperty() {
        ServerProperties properties = bind(
                "davit.server",
                ServerProperties.class,
                Map.of(
                        "davit.server.socket", "/run/x.sock",
                        "davit.server.permissions", "rw-------",
                        "davit.server.mutual-tls", "true",
                        "davit.server.tcp[0].address", "0.0.0.0",
                        "davit.server.tcp[0].port", "2376",
                        "davit.server.tcp[0].certificate", "/etc/cert.pem",
                        "davit.server.tcp[0].certificate-key", "/etc/key.pem",
                        "davit.server.tcp[0].client-authority", "/etc/ca.pem"));
        assertThat(properties)
                .isEqualTo(new ServerProperties(
                        Path.of("/run/x.sock"),
                        "rw-------",
                        true,
                        List.of(new ServerProperties.Tcp(
                                "0.0.0.0",
                                2376,
                                Path.of("/etc/cert.pem"),
                                Path.of("/etc/key.pem"),
                                Path.of("/etc/ca.pem")))));
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
