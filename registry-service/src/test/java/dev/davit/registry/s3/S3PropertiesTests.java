package dev.davit.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class S3PropertiesTests {

    @Test
    void defaultsAreAmazonsAndServeBlobsThemselves() {
        assertThat(bind(Map.of()))
                .isEqualTo(new S3Properties(
                        "",
                        "us-east-1",
                        null,
                        "",
                        null,
                        null,
                        false,
                        false,
                        Duration.ofMinutes(20),
                        DataSize.ofMegabytes(16)));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "bucket", "images",
                        "region", "eu-central-1",
                        "endpoint", "https://s3.example:9000",
                        "prefix", "registry/a/",
                        "access-key", "me",
                        "secret-key-file", "/etc/davit/secret",
                        "path-style", "true",
                        "redirect", "true",
                        "redirect-expiry", "1m",
                        "part-size", "32MB")))
                .isEqualTo(new S3Properties(
                        "images",
                        "eu-central-1",
                        URI.create("https://s3.example:9000"),
                        "registry/a/",
                        "me",
                        Path.of("/etc/davit/secret"),
                        true,
                        true,
                        Duration.ofMinutes(1),
                        DataSize.ofMegabytes(32)));
    }

    @Test
    void whatCannotWorkIsRefusedByName() {
        for (Map<String, String> wrong : List.of(
                Map.of("prefix", "no-slash"),
                Map.of("prefix", "../"),
                Map.of("access-key", "alone"),
                Map.of("secret-key-file", "/alone"),
                Map.of("part-size", "4MB"),
                Map.of("redirect-expiry", "8d"))) {
            String name = wrong.keySet().iterator().next();
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> bind(wrong))
                    .havingRootCause()
                    .withMessageContaining("davit.registry.store.s3." + name);
        }
    }

    private static S3Properties bind(Map<String, String> properties) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        properties.forEach((name, value) -> source.put("davit.registry.store.s3." + name, value));
        return new Binder(source).bindOrCreate("davit.registry.store.s3", S3Properties.class);
    }
}
