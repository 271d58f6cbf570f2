package dev.davit.gateway.system;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.contracts.storage.StorageUsage;
import dev.davit.contracts.storage.Volume;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.container.Summaries;
import dev.davit.gateway.image.ImageJson;
import dev.davit.gateway.volume.VolumeJson;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code docker system df}. */
@RestController
class DiskUsageController {

    private static final List<String> TYPES = List.of("container", "image", "volume", "build-cache");

    private final EngineApi engine;
    private final StorageApi storage;

    DiskUsageController(EngineApi engine, StorageApi storage) {
        this.engine = engine;
        this.storage = storage;
    }

    @GetMapping("/system/df")
    Map<String, @Nullable Object> usage(Query query) {
        List<String> types = types(query);
        StorageUsage usage = storage.usage();
        boolean images = types.contains("image");
        return Json.object()
                .put("LayersSize", images ? usage.layers() : 0)
                .put("Images", images ? images(query, usage) : null)
                .put("Containers", types.contains("container") ? containers(query) : null)
                .put("Volumes", types.contains("volume") ? volumes(usage) : null)
                .put("BuildCache", types.contains("build-cache") ? List.of() : null)
                .map();
    }

    private static List<String> types(Query query) {
        List<String> asked = query.all("type");
        if (asked.isEmpty() || !query.version().atLeast(42)) {
            return TYPES;
        }
        for (String type : asked) {
            if (!TYPES.contains(type)) {
                throw DavitException.invalid("unknown object type: " + type);
            }
        }
        return asked;
    }

    private List<Map<String, @Nullable Object>> images(Query query, StorageUsage usage) {
        return storage.images().stream()
                .map(image -> ImageJson.summary(
                        image,
                        query.version(),
                        usage.shared().getOrDefault(image.id(), 0L),
                        image.containers().size()))
                .toList();
    }

    private List<Map<String, @Nullable Object>> containers(Query query) {
        return Summaries.of(engine.list(true), query.version());
    }

    private List<Map<String, @Nullable Object>> volumes(StorageUsage usage) {
        return storage.volumes().stream().map(volume -> volume(volume, usage)).toList();
    }

    private static Map<String, @Nullable Object> volume(Volume volume, StorageUsage usage) {
        return VolumeJson.of(volume)
                .put(
                        "UsageData",
                        Json.object()
                                .put("RefCount", volume.containers().size())
                                .put("Size", usage.volumes().getOrDefault(volume.name(), 0L)))
                .map();
    }
}
