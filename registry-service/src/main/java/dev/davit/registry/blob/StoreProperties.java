package dev.davit.registry.blob;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where bytes are kept.
 *
 * @param kind files of a folder, or objects of a bucket ({@code davit.registry.store.s3})
 * @param folder of the files; null: the registry's own; replicas share one
 * @param reserve what uploads leave free on its disk: without room a database cannot even delete
 */
@ConfigurationProperties("davit.registry.store")
public record StoreProperties(
        @DefaultValue("file") Kind kind,
        @Nullable Path folder,
        @DefaultValue("64MB") DataSize reserve) {

    /** The stores there are. */
    public enum Kind {
        FILE,
        S3
    }
}
