package dev.davit.gateway.unbuilt;

import dev.davit.gateway.api.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The build cache is empty as long as nothing is built; {@code docker system prune} asks for it. */
@RestController
class BuildCacheController {

    @PostMapping("/build/prune")
    Map<String, @Nullable Object> prune() {
        return Json.object().put("CachesDeleted", null).put("SpaceReclaimed", 0).map();
    }
}
