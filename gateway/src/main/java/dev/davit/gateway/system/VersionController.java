package dev.davit.gateway.system;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.EngineStatus;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.gateway.version.GatewayProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code docker version}. */
@RestController
class VersionController {

    private final EngineApi engine;
    private final String docker;
    private final boolean experimental;
    private final String davit;

    VersionController(EngineApi engine, GatewayProperties properties, @Value("${info.version}") String davit) {
        this.engine = engine;
        this.docker = properties.dockerVersion();
        this.experimental = properties.experimental();
        this.davit = davit;
    }

    @GetMapping("/version")
    Map<String, @Nullable Object> version() {
        EngineStatus host = engine.status();
        Map<String, @Nullable Object> details = Json.object()
                .put("ApiVersion", ApiVersion.NEWEST.toString())
                .put("Arch", architecture())
                .put("BuildTime", "")
                .put("Experimental", Boolean.toString(experimental))
                .put("GitCommit", "davit")
                .put("GoVersion", "none")
                .put("KernelVersion", host.kernelVersion())
                .put("MinAPIVersion", ApiVersion.OLDEST.toString())
                .put("Os", "linux")
                .map();
        List<Map<String, @Nullable Object>> components = List.of(
                component("Engine", docker, details),
                component("davit", davit, Map.of("Java", System.getProperty("java.version"))),
                component("davit-runtime", host.runtimeVersion(), Map.of()));
        return Json.object()
                .put("Platform", Map.of("Name", "Davit " + davit))
                .put("Components", components)
                .put("Version", docker)
                .put("ApiVersion", ApiVersion.NEWEST.toString())
                .put("MinAPIVersion", ApiVersion.OLDEST.toString())
                .put("GitCommit", "davit")
                .put("GoVersion", "none")
                .put("Os", "linux")
                .put("Arch", architecture())
                .put("KernelVersion", host.kernelVersion())
                .putUnlessEmpty("Experimental", experimental)
                .map();
    }

    private static Map<String, @Nullable Object> component(
            String name, String version, Map<String, @Nullable Object> details) {
        return Json.object()
                .put("Name", name)
                .put("Version", version)
                .putUnlessEmpty("Details", details)
                .map();
    }

    // Go's names.
    private static String architecture() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }
}
