package dev.davit.engine.lifecycle;

import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.host.EngineProperties;
import dev.davit.platform.DavitProperties;
import org.springframework.stereotype.Component;

/** The cgroup of each container. */
@Component
public class CgroupPaths {

    private final String parent;

    CgroupPaths(EngineProperties properties, DavitProperties platform) {
        String configured = properties.cgroupParent();
        this.parent = configured == null || configured.isEmpty() ? platform.name() : configured;
    }

    /** Its path below the root of each hierarchy. */
    public String of(LiveContainer container) {
        String asked = container.definition().spec().security().cgroupParent();
        String folder = asked.isEmpty() ? parent : asked;
        return (folder.startsWith("/") ? folder : "/" + folder) + "/" + container.id();
    }
}
