package dev.davit.gateway.image;

import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImageConfig;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Times;
import dev.davit.gateway.version.ApiVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images as Docker shows them. */
public final class ImageJson {

    private static final long UNKNOWN = -1;

    private ImageJson() {}

    /** An entry of the list. {@code shared} and {@code containers} are -1 where nobody asked. */
    public static Map<String, @Nullable Object> summary(Image image, ApiVersion version, long shared, long containers) {
        boolean nameless = image.tags().isEmpty() && image.digests().isEmpty() && !version.atLeast(43);
        Json json = Json.object()
                .put("Containers", containers)
                .put("Created", image.created() == null ? 0 : image.created().getEpochSecond())
                .put("Id", image.id())
                .put(
                        "Labels",
                        image.config().labels().isEmpty()
                                ? null
                                : image.config().labels())
                .put("ParentId", "")
                .put("RepoDigests", nameless ? List.of("<none>@<none>") : image.digests())
                .put("RepoTags", nameless ? List.of("<none>:<none>") : image.tags())
                .put("SharedSize", shared)
                .put("Size", image.size());
        return version.atLeast(44)
                ? json.map()
                : json.put("VirtualSize", image.size()).map();
    }

    static long unknown() {
        return UNKNOWN;
    }

    static Map<String, @Nullable Object> inspect(Image image, ApiVersion version) {
        Instant created = image.created();
        Json json = Json.object()
                .put("Id", image.id())
                .put("RepoTags", image.tags())
                .put("RepoDigests", image.digests())
                .put("Parent", "")
                .put("Comment", image.comment());
        if (created != null || !version.atLeast(44)) {
            json.put("Created", Times.text(created));
        }
        if (!version.atLeast(45)) {
            json.put("Container", "").put("ContainerConfig", null);
        }
        json.put("DockerVersion", "")
                .put("Author", image.author())
                .put("Config", version.atLeast(50) ? config(image.config()) : oldConfig(image.config()))
                .put("Architecture", image.architecture())
                .putUnlessEmpty("Variant", image.variant())
                .put("Os", image.os())
                .put("Size", image.size());
        if (!version.atLeast(44)) {
            json.put("VirtualSize", image.size());
        }
        return json.put("GraphDriver", Json.object().put("Data", null).put("Name", image.driver()))
                .put("RootFS", Json.object().put("Type", "layers").putUnlessEmpty("Layers", image.layers()))
                .put("Metadata", Json.object().put("LastTagTime", Times.text(image.lastTagged())))
                .map();
    }

    // What the image says, and no more.
    private static Json config(ImageConfig config) {
        return Json.object()
                .putUnlessEmpty("User", config.user())
                .putUnlessEmpty("ExposedPorts", Json.set(config.exposedPorts()))
                .putUnlessEmpty("Env", config.env())
                .putUnlessEmpty("Entrypoint", config.entrypoint())
                .putUnlessEmpty("Cmd", config.command())
                .putUnlessEmpty("Volumes", Json.set(config.volumes()))
                .putUnlessEmpty("WorkingDir", config.workingDir())
                .putUnlessEmpty("Labels", config.labels())
                .putUnlessEmpty("StopSignal", config.stopSignal())
                .putUnlessEmpty("Healthcheck", config.healthcheck())
                .putUnlessEmpty("OnBuild", config.onBuild())
                .putUnlessEmpty("Shell", config.shell());
    }

    // Before 1.50 it had the fields of a container's configuration, too.
    private static Json oldConfig(ImageConfig config) {
        return Json.object()
                .put("Hostname", "")
                .put("Domainname", "")
                .put("User", config.user())
                .put("AttachStdin", false)
                .put("AttachStdout", false)
                .put("AttachStderr", false)
                .putUnlessEmpty("ExposedPorts", Json.set(config.exposedPorts()))
                .put("Tty", false)
                .put("OpenStdin", false)
                .put("StdinOnce", false)
                .put("Env", config.env())
                .put("Cmd", config.command())
                .putUnlessEmpty("Healthcheck", config.healthcheck())
                .put("Image", "")
                .put("Volumes", config.volumes().isEmpty() ? null : Json.set(config.volumes()))
                .put("WorkingDir", config.workingDir())
                .put("Entrypoint", config.entrypoint())
                .put("OnBuild", config.onBuild().isEmpty() ? null : config.onBuild())
                .put("Labels", config.labels().isEmpty() ? null : config.labels())
                .putUnlessEmpty("StopSignal", config.stopSignal())
                .putUnlessEmpty("Shell", config.shell());
    }
}
