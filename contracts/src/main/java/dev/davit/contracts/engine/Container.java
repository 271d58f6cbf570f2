package dev.davit.contracts.engine;

import dev.davit.contracts.network.Sandbox;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container and its state.
 *
 * @param id 64 hexadecimal digits
 * @param name without a leading slash
 * @param spec merged with the image's configuration
 * @param imageId {@code sha256:…} of the image's configuration
 * @param path the executable
 * @param args its arguments
 * @param hostsPath host path of the container's /etc/hosts; empty while it has none (also the other two)
 * @param sandbox how it is connected; null while it is not
 * @param sizeRw bytes of the writable layer, null where it was not asked for
 * @param sizeRootFs bytes of all layers, null where it was not asked for
 */
public record Container(
        String id,
        String name,
        Instant created,
        ContainerSpec spec,
        String imageId,
        String path,
        List<String> args,
        ContainerState state,
        int restartCount,
        String driver,
        String runtime,
        String logPath,
        String hostnamePath,
        String hostsPath,
        String resolvConfPath,
        List<MountPoint> mounts,
        @Nullable Sandbox sandbox,
        List<String> execIds,
        @Nullable Long sizeRw,
        @Nullable Long sizeRootFs) {}
