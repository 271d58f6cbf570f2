package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.contracts.storage.IdMappings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container is to be.
 *
 * @param spec merged with the image's configuration
 * @param path the executable, and {@code args} its arguments
 * @param driver of its snapshot
 * @param ids of its user namespace; null: it has none
 */
public record Definition(
        ContainerSpec spec,
        Instant created,
        String imageId,
        String path,
        List<String> args,
        String driver,
        List<MountPoint> mounts,
        @Nullable IdMappings ids) {

    /** Of a container without a user namespace. */
    public Definition(
            ContainerSpec spec,
            Instant created,
            String imageId,
            String path,
            List<String> args,
            String driver,
            List<MountPoint> mounts) {
        this(spec, created, imageId, path, args, driver, mounts, null);
    }

    /** The same with other limits and another restart policy. */
    public Definition with(Resources resources, RestartPolicy restart) {
        ContainerSpec s = spec;
        ContainerSpec changed = new ContainerSpec(
                s.image(),
                s.platform(),
                s.process(),
                s.hostname(),
                s.domainname(),
                s.labels(),
                s.annotations(),
                s.mounts(),
                s.volumes(),
                resources,
                s.security(),
                s.network(),
                restart,
                s.log(),
                s.healthcheck(),
                s.stopSignal(),
                s.stopTimeout(),
                s.autoRemove());
        return new Definition(changed, created, imageId, path, args, driver, mounts, ids);
    }
}
