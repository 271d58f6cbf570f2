package dev.davit.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class UpstreamPropertiesTests {

    private static final String FIRST = "davit.registry.upstreams[0].";

    @Test
    void defaultsAreThoseOfAPublicRegistry() {
        assertThat(bind(Map.of()).upstreams()).isEmpty();
        assertThat(bind(Map.of(FIRST + "name", "Quay.io:443", FIRST + "url", "https://quay.io/"))
                        .upstreams())
                .containsExactly(new UpstreamProperties.Upstream(
                        "Quay.io:443",
                        URI.create("https://quay.io/"),
                        "quay.io-443",
                        "",
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        Duration.ofMinutes(5),
                        null,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        2,
                        List.of(),
                        Duration.ZERO));
    }

    @Test
    void everyPropertyIsMapped() {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "docker.io");
        settings.put("url", "https://registry-1.docker.io");
        settings.put("namespace", "hub/");
        settings.put("library", "official");
        settings.put("username", "me");
        settings.put("password-file", "/etc/hub");
        settings.put("ca", "/etc/ca.pem");
        settings.put("realms", "auth.example");
        settings.put("redirects", "minio.internal,cdn.internal");
        settings.put("freshness", "1h");
        settings.put("limit", "10GB");
        settings.put("connect-timeout", "1s");
        settings.put("timeout", "2s");
        settings.put("retries", "5");
        settings.put("mirror[0].repository", "library/busybox");
        settings.put("mirror[0].tags", "1.*,latest");
        settings.put("mirror[1].repository", "library/alpine");
        settings.put("sync-interval", "6h");
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put(FIRST + key, value));
        assertThat(bind(all).upstreams())
                .containsExactly(new UpstreamProperties.Upstream(
                        "docker.io",
                        URI.create("https://registry-1.docker.io"),
                        "hub",
                        "official",
                        "me",
                        Path.of("/etc/hub"),
                        Path.of("/etc/ca.pem"),
                        List.of("auth.example"),
                        List.of("minio.internal", "cdn.internal"),
                        Duration.ofHours(1),
                        DataSize.ofGigabytes(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        5,
                        List.of(
                                new Mirror("library/busybox", List.of("1.*", "latest")),
                                new Mirror("library/alpine", List.of("*"))),
                        Duration.ofHours(6)));
    }

    @Test
    void namesWithoutASlashAreThoseOfTheLibraryAtDockersAlone() {
        for (String name : List.of("docker.io", "Docker.IO", "quay.io")) {
            assertThat(bind(Map.of(FIRST + "name", name, FIRST + "url", "https://example"))
                            .upstreams())
                    .singleElement()
                    .satisfies(upstream ->
                            assertThat(upstream.library()).isEqualTo(name.equals("quay.io") ? "" : "library"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url=ftp://x",
                "url=https://x/path",
                "url=https://user:pw@x",
                "url=x",
                "name=a/b",
                "namespace=UP",
                "namespace=/",
                "library=a/",
                "username=alone",
                "password-file=/alone",
                "timeout=0s",
                "retries=-1",
                "mirror[0].tags=x"
            })
    void wrongSettingIsNamed(String setting) {
        String name = setting.substring(0, setting.indexOf('='));
        Map<String, String> settings =
                new HashMap<>(Map.of(FIRST + "name", "docker.io", FIRST + "url", "https://registry-1.docker.io"));
        settings.put(FIRST + name, setting.substring(name.length() + 1));
        assertThatThrownBy(() -> bind(settings)).rootCause().hasMessageContaining("davit.registry.upstreams[].");
    }

    private static UpstreamProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("davit.registry", UpstreamProperties.class);
    }
}
