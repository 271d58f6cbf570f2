package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.version.ApiVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers as lists show them. */
public final class Summaries {

    private Summaries() {}

    /** Each by the name of its image that was given. */
    public static List<Map<String, @Nullable Object>> of(List<Container> containers, ApiVersion version) {
        Instant now = Instant.now();
        return containers.stream()
                .map(container -> of(container, container.spec().image(), version, now))
                .toList();
    }

    static Map<String, @Nullable Object> of(Container container, String image, ApiVersion version, Instant now) {
        Json host = Json.object().put("NetworkMode", container.spec().network().mode());
        if (version.atLeast(46)) {
            host.putUnlessEmpty("Annotations", container.spec().annotations());
        }
        return Json.object()
                .put("Id", container.id())
                .put("Names", List.of("/" + container.name()))
                .put("Image", image)
                .put("ImageID", container.imageId())
                .put("Command", command(container))
                .put("Created", container.created().getEpochSecond())
                .put("Ports", PortJson.list(container))
                .putUnlessEmpty("SizeRw", container.sizeRw())
                .putUnlessEmpty("SizeRootFs", container.sizeRootFs())
                .put("Labels", container.spec().labels())
                .put("State", StateJson.name(container.state().status()))
                .put("Status", StateJson.words(container.state(), now))
                .put("HostConfig", host)
                .put("NetworkSettings", Json.object().put("Networks", NetworkJson.networks(container, version)))
                .put("Mounts", MountJson.points(container.mounts()))
                .map();
    }

    private static String command(Container container) {
        StringBuilder command = new StringBuilder(container.path());
        for (String arg : container.args()) {
            command.append(' ').append(arg.contains(" ") ? "'" + arg + "'" : arg);
        }
        return command.toString();
    }
}
