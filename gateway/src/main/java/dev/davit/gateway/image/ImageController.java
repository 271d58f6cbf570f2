package dev.davit.gateway.image;

import dev.davit.contracts.storage.HistoryEntry;
import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One image. */
@RestController
class ImageController {

    private final StorageApi storage;
    private final Platforms platforms;

    ImageController(StorageApi storage, Platforms platforms) {
        this.storage = storage;
        this.platforms = platforms;
    }

    @GetMapping("/images/{name}/json")
    Map<String, @Nullable Object> inspect(@PathVariable String name, Query query) {
        platforms.refuseForeign(query, 49, "platform");
        Image image = storage.image(name);
        return ImageJson.inspect(image, query.version());
    }

    @GetMapping("/images/{name}/history")
    List<Map<String, @Nullable Object>> history(@PathVariable String name, Query query) {
        platforms.refuseForeign(query, 48, "platform");
        return storage.history(name).stream().map(ImageController::step).toList();
    }

    private static Map<String, @Nullable Object> step(HistoryEntry step) {
        return Json.object()
                .put("Comment", step.comment())
                .put("Created", step.created() == null ? 0 : step.created().getEpochSecond())
                .put("CreatedBy", step.createdBy())
                .put("Id", step.imageId())
                .put("Size", step.size())
                .put("Tags", step.tags().isEmpty() ? null : step.tags())
                .map();
    }

    @PostMapping("/images/{name}/tag")
    @ResponseStatus(HttpStatus.CREATED)
    void tag(@PathVariable String name, Query query) {
        String repository = query.text("repo");
        if (repository.equals("sha256")) {
            throw DavitException.invalid("refusing to create an ambiguous tag using digest algorithm as name");
        }
        storage.tag(name, Names.target(repository, query.text("tag")));
    }

    @DeleteMapping("/images/{name}")
    List<Map<String, @Nullable Object>> remove(@PathVariable String name, Query query) {
        if (name.isBlank()) {
            throw DavitException.invalid("image name cannot be blank");
        }
        platforms.refuseForeign(query, 50, "platforms");
        return storage.removeImage(name, query.flag("force"), query.flag("noprune")).stream()
                .map(ImageController::removal)
                .toList();
    }

    static Map<String, @Nullable Object> removal(ImageRemoval removal) {
        return Json.object()
                .putUnlessEmpty("Untagged", removal.untagged())
                .putUnlessEmpty("Deleted", removal.deleted())
                .map();
    }
}
