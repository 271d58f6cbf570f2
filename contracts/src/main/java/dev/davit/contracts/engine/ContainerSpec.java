package dev.davit.contracts.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container is to be. On creation it holds what the client asked for; as part of a {@link Container} it is
 * merged with the image's configuration.
 *
 * @param image the image reference as the client gave it
 * @param platform {@code os/arch[/variant]}, or null for the host's
 * @param volumes container paths that shall each be an anonymous volume
 * @param stopSignal name or number, null for the image's or SIGTERM
 * @param stopTimeout seconds between the stop signal and SIGKILL, null for 10
 */
public record ContainerSpec(
        String image,
        @Nullable String platform,
        ProcessSpec process,
        @Nullable String hostname,
        @Nullable String domainname,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<MountSpec> mounts,
        List<String> volumes,
        Resources resources,
        Security security,
        NetworkSpec network,
        RestartPolicy restart,
        LogSpec log,
        @Nullable Healthcheck healthcheck,
        @Nullable String stopSignal,
        @Nullable Integer stopTimeout,
        boolean autoRemove) {}
