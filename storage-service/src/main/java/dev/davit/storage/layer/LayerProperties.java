package dev.davit.storage.layer;

import dev.davit.storage.archive.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds against archives that unpack to more than a disk holds.
 *
 * @param maxSize of the files of one layer
 * @param maxEntries of one layer
 */
@ConfigurationProperties("davit.storage.layer")
public record LayerProperties(
        @DefaultValue("256GB") DataSize maxSize,
        @DefaultValue("5000000") long maxEntries) {

    Limits limits() {
        return new Limits(maxSize.toBytes(), maxEntries);
    }
}
