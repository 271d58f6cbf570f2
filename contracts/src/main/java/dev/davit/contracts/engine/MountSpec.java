package dev.davit.contracts.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mount of a container.
 *
 * @param source host path of a bind, name of a volume (null: anonymous), null for tmpfs
 * @param target absolute path in the container
 * @param propagation of a bind: rprivate (default), private, rshared, shared, rslave, slave
 * @param noCopy do not fill an empty volume with the image's content
 * @param createMountpoint of a bind: make a missing host directory
 * @param volumeDriver null for {@code local}
 * @param tmpfsOptions mount options such as {@code size=64m}, {@code mode=1777}
 * @param bind the text of the short form ({@code data:/data:ro}) where the client used it, else null
 */
public record MountSpec(
        MountType type,
        @Nullable String source,
        String target,
        boolean readOnly,
        @Nullable String propagation,
        boolean nonRecursive,
        boolean noCopy,
        boolean createMountpoint,
        @Nullable String volumeDriver,
        Map<String, String> volumeOptions,
        Map<String, String> volumeLabels,
        List<String> tmpfsOptions,
        @Nullable String bind) {}
