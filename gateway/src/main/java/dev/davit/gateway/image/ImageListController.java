package dev.davit.gateway.image;

import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImagePrune;
import dev.davit.contracts.storage.PruneFilter;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.gateway.api.Filters;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.api.Times;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every image, and the removal of those that nobody uses. */
@RestController
class ImageListController {

    private final StorageApi storage;

    ImageListController(StorageApi storage) {
        this.storage = storage;
    }

    @GetMapping("/images/json")
    List<Map<String, @Nullable Object>> list(Query query) {
        Filters filters = query.filters();
        if (!query.version().atLeast(41) && !query.text("filter").isEmpty()) {
            filters.add("reference", query.text("filter"));
        }
        ImageFilter filter = ImageFilter.read(filters);
        boolean sizes = query.version().atLeast(42) && query.flag("shared-size");
        Map<String, Long> shared = sizes ? storage.usage().shared() : Map.of();
        List<Image> images = filter.apply(storage.images());
        return images.stream()
                .map(image -> ImageJson.summary(
                        image,
                        query.version(),
                        sizes ? shared.getOrDefault(image.id(), 0L) : ImageJson.unknown(),
                        query.version().atLeast(51) ? image.containers().size() : ImageJson.unknown()))
                .toList();
    }

    @PostMapping("/images/prune")
    Map<String, @Nullable Object> prune(Query query) {
        Filters filters = query.filters().accepting(Set.of("dangling", "label", "label!", "until"));
        boolean all = Boolean.FALSE.equals(filters.flag("dangling"));
        String until = filters.get("until").stream().findFirst().orElse("");
        ImagePrune report = storage.pruneImages(
                new PruneFilter(all, filters.list("label"), filters.list("label!"), Times.parse(until)));
        return Json.object()
                .put(
                        "ImagesDeleted",
                        report.removed().isEmpty()
                                ? null
                                : report.removed().stream()
                                        .map(ImageController::removal)
                                        .toList())
                .put("SpaceReclaimed", report.spaceReclaimed())
                .map();
    }
}
