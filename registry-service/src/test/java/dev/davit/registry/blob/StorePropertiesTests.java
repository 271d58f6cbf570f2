package dev.davit.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class StorePropertiesTests {

    @Test
    void defaultIsTheRegistrysOwnFolder() {
        assertThat(bind(Map.of()))
                .isEqualTo(new StoreProperties(StoreProperties.Kind.FILE, null, DataSize.ofMegabytes(64)));
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(bind(Map.of(
                        "davit.registry.store.kind", "s3",
                        "davit.registry.store.folder", "/mnt/blobs",
                        "davit.registry.store.reserve", "1GB")))
                .isEqualTo(
                        new StoreProperties(StoreProperties.Kind.S3, Path.of("/mnt/blobs"), DataSize.ofGigabytes(1)));
    }

    private static StoreProperties bind(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("davit.registry.store", StoreProperties.class);
    }
}
