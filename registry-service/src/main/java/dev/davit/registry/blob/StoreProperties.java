package dev.davit.registry.blob;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where bytes are kept.
 *
 * @param kind files of a folder, or objects of a bucket ({@code davit.registry.store.s3})
 * @param folder of the files; null: the registry's own; replicas share one
 */
@ConfigurationProperties("davit.registry.store")
public record StoreProperties(
        @DefaultValue("file") Kind kind, @Nullable Path folder) {

    /** The stores there are. */
    public enum Kind {
        FILE,
        S3
    }
}
