package dev.davit.contracts.storage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The execution part of an image's configuration (OCI image-spec, with Docker's additions).
 *
 * @param exposedPorts {@code 80/tcp}
 * @param healthcheck Docker's healthcheck object as it stands in the image (durations in nanoseconds)
 */
public record ImageConfig(
        String user,
        List<String> exposedPorts,
        List<String> env,
        @Nullable List<String> entrypoint,
        @Nullable List<String> command,
        List<String> volumes,
        String workingDir,
        Map<String, String> labels,
        @Nullable String stopSignal,
        @Nullable Map<String, Object> healthcheck,
        List<String> onBuild,
        List<String> shell) {}
