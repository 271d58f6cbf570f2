package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.EngineApi;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.version.ApiVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code docker ps}. */
@RestController
class ListController {

    private final EngineApi engine;
    private final ImageNames images;

    ListController(EngineApi engine, ImageNames images) {
        this.engine = engine;
        this.images = images;
    }

    @GetMapping("/containers/json")
    List<Map<String, @Nullable Object>> list(Query query) {
        ListFilter filter = ListFilter.read(query);
        ImageNames.Current current = images.current();
        List<Container> all = engine.list(query.flag("size"));
        Instant now = Instant.now();
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Container container : filter.apply(all, current)) {
            list.add(summary(container, current.shown(container), query.version(), now));
        }
        return list;
    }

    static Map<String, @Nullable Object> summary(Container container, String image, ApiVersion version, Instant now) {
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
