package dev.davit.gateway.volume;

import dev.davit.contracts.storage.PruneFilter;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.contracts.storage.Volume;
import dev.davit.contracts.storage.VolumePrune;
import dev.davit.contracts.storage.VolumeSpec;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Filters;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.platform.error.DavitException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Volumes. */
@RestController
class VolumeController {

    private final StorageApi storage;

    VolumeController(StorageApi storage) {
        this.storage = storage;
    }

    @GetMapping("/volumes")
    Map<String, @Nullable Object> list(Query query) {
        Filters filters = query.filters().accepting(Set.of("dangling", "driver", "label", "name"));
        Boolean dangling = filters.flag("dangling");
        List<Map<String, @Nullable Object>> volumes = storage.volumes().stream()
                .filter(volume ->
                        dangling == null || dangling == volume.containers().isEmpty())
                .filter(volume -> filters.matchesExactly("driver", volume.driver()))
                .filter(volume -> filters.matchesLabels("label", volume.labels()))
                .filter(volume -> filters.matches("name", volume.name()))
                .sorted(Comparator.comparing(Volume::name))
                .map(volume -> VolumeJson.of(volume).map())
                .toList();
        return Json.object().put("Volumes", volumes).put("Warnings", null).map();
    }

    @GetMapping("/volumes/{name}")
    Map<String, @Nullable Object> inspect(@PathVariable String name) {
        return VolumeJson.of(storage.volume(name)).map();
    }

    @PostMapping("/volumes/create")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> create(Body body) {
        Fields fields = body.optional("CreateOptions");
        VolumeSpec spec = new VolumeSpec(
                fields.textOrNull("Name"),
                fields.textOrNull("Driver"),
                fields.textMap("DriverOpts"),
                fields.textMap("Labels"));
        fields.refuse(List.of("ClusterVolumeSpec"));
        return VolumeJson.of(storage.createVolume(spec)).map();
    }

    @PutMapping("/volumes/{name}")
    void update(@PathVariable String name) {
        throw DavitException.unavailable(
                "volume update only valid for cluster volumes, but swarm is unavailable", null);
    }

    @DeleteMapping("/volumes/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name, Query query) {
        storage.removeVolume(name, query.flag("force"));
    }

    // Since 1.42 only anonymous volumes, unless all are asked for.
    @PostMapping("/volumes/prune")
    Map<String, @Nullable Object> prune(Query query) {
        Filters filters = query.filters().accepting(Set.of("all", "label", "label!"));
        boolean all = !query.version().atLeast(42) || Boolean.TRUE.equals(filters.flag("all"));
        VolumePrune report =
                storage.pruneVolumes(new PruneFilter(all, filters.list("label"), filters.list("label!"), null));
        return Json.object()
                .put("VolumesDeleted", report.removed().isEmpty() ? null : report.removed())
                .put("SpaceReclaimed", report.spaceReclaimed())
                .map();
    }
}
