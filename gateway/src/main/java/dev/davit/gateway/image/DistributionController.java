package dev.davit.gateway.image;

import dev.davit.contracts.storage.DistributionApi;
import dev.davit.contracts.storage.RemoteImage;
import dev.davit.gateway.api.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What registries have, without pulling it. */
@RestController
class DistributionController {

    private final DistributionApi registries;
    private final Credentials credentials;

    DistributionController(DistributionApi registries, Credentials credentials) {
        this.registries = registries;
        this.credentials = credentials;
    }

    @GetMapping("/distribution/{name}/json")
    Map<String, @Nullable Object> inspect(@PathVariable String name, HttpServletRequest request) {
        Names.check(name);
        RemoteImage image = registries.inspect(name, credentials.read(request.getHeader("X-Registry-Auth")));
        List<Map<String, @Nullable Object>> platforms =
                image.platforms().stream().map(DistributionController::platform).toList();
        return Json.object()
                .put(
                        "Descriptor",
                        Json.object()
                                .put("mediaType", image.mediaType())
                                .put("digest", image.digest())
                                .put("size", image.size()))
                .put("Platforms", platforms)
                .map();
    }

    private static Map<String, @Nullable Object> platform(RemoteImage.ImagePlatform platform) {
        return Json.object()
                .put("architecture", platform.architecture())
                .put("os", platform.os())
                .putUnlessEmpty("os.version", platform.osVersion())
                .putUnlessEmpty("os.features", platform.osFeatures())
                .putUnlessEmpty("variant", platform.variant())
                .map();
    }
}
