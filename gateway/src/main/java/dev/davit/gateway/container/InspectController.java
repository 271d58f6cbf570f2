package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.ProcessTable;
import dev.davit.contracts.storage.Change;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.version.ApiVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What is known of one container. */
@RestController
class InspectController {

    private final EngineApi engine;

    InspectController(EngineApi engine) {
        this.engine = engine;
    }

    @GetMapping("/containers/{name}/json")
    Map<String, @Nullable Object> inspect(@PathVariable String name, Query query) {
        return json(engine.inspect(Refs.clean(name), query.flag("size")), query.version());
    }

    static Map<String, @Nullable Object> json(Container container, ApiVersion version) {
        Json json = Json.object()
                .put("Id", container.id())
                .put("Created", container.created().toString())
                .put("Path", container.path())
                .put("Args", container.args())
                .put("State", StateJson.of(container.state()))
                .put("Image", container.imageId())
                .put("ResolvConfPath", container.resolvConfPath())
                .put("HostnamePath", container.hostnamePath())
                .put("HostsPath", container.hostsPath())
                .put("LogPath", container.logPath())
                .put("Name", "/" + container.name())
                .put("RestartCount", container.restartCount())
                .put("Driver", container.driver())
                .put("Platform", "linux")
                .put("MountLabel", "")
                .put("ProcessLabel", "")
                .put("AppArmorProfile", "")
                .put("ExecIDs", container.execIds().isEmpty() ? null : container.execIds())
                .put("HostConfig", HostConfigJson.of(container))
                .put("GraphDriver", Json.object().put("Data", null).put("Name", container.driver()));
        if (container.sizeRw() != null) {
            json.put("SizeRw", container.sizeRw()).put("SizeRootFs", container.sizeRootFs());
        }
        return json.put("Mounts", MountJson.points(container.mounts()))
                .put("Config", ConfigJson.of(container))
                .put("NetworkSettings", NetworkJson.settings(container, version))
                .map();
    }

    @GetMapping("/containers/{name}/top")
    Map<String, @Nullable Object> top(@PathVariable String name, Query query) {
        String args = query.textOrNull("ps_args");
        ProcessTable table = engine.processes(Refs.clean(name), args == null ? "-ef" : args);
        return Json.object()
                .put("Titles", table.titles())
                .put("Processes", table.processes())
                .map();
    }

    @GetMapping("/containers/{name}/changes")
    @Nullable List<Map<String, @Nullable Object>> changes(@PathVariable String name) {
        List<Change> changes = engine.changes(Refs.clean(name));
        return changes.stream()
                .map(change -> Json.object()
                        .put("Path", change.path())
                        .put("Kind", kind(change.kind()))
                        .map())
                .toList();
    }

    private static int kind(Change.Kind kind) {
        return switch (kind) {
            case MODIFIED -> 0;
            case ADDED -> 1;
            case DELETED -> 2;
        };
    }
}
