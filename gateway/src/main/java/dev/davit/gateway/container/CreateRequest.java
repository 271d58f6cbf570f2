package dev.davit.gateway.container;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.NetworkSpec;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Query;
import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Docker's Config, HostConfig and NetworkingConfig in Davit's terms. Every field of the API is mapped, or refused by
 * name when it holds something.
 *
 * @param warnings for the client
 */
record CreateRequest(ContainerSpec spec, List<String> warnings) {

    // Not here: ContainerIDFile, OnBuild, Shell and ArgsEscaped, which only the client, a build or Windows looks at.
    private static final List<String> UNBUILT = List.of(
            "VolumesFrom",
            "Cgroup",
            "StorageOpt",
            "BlkioWeightDevice",
            "BlkioDeviceReadBps",
            "BlkioDeviceWriteBps",
            "BlkioDeviceReadIOps",
            "BlkioDeviceWriteIOps",
            "CpuRealtimePeriod",
            "CpuRealtimeRuntime",
            "DeviceCgroupRules",
            "DeviceRequests",
            "KernelMemoryTCP");

    static CreateRequest read(Fields config, Query query) {
        Fields host = config.object("HostConfig");
        List<String> warnings = new ArrayList<>();
        NetworkSpec network = NetworkReader.read(config, host, query.version(), warnings);
        ContainerSpec spec = new ContainerSpec(
                image(config),
                query.version().atLeast(41) ? query.textOrNull("platform") : null,
                ProcessReader.read(config, host, query.version()),
                config.textOrNull("Hostname"),
                config.textOrNull("Domainname"),
                config.textMap("Labels"),
                annotations(host, query),
                MountReader.read(host, query.version(), warnings),
                config.names("Volumes"),
                ResourcesReader.read(host, warnings),
                SecurityReader.read(host, query.version()),
                network,
                restart(host),
                LogReader.read(host.object("LogConfig")),
                ProcessReader.healthcheck(config, query.version()),
                config.textOrNull("StopSignal"),
                stopTimeout(config),
                autoRemove(host, query));
        host.refuse(UNBUILT);
        return new CreateRequest(spec, warnings);
    }

    private static String image(Fields config) {
        String image = config.text("Image");
        if (image.isEmpty() && !config.has("Cmd") && !config.has("HostConfig")) {
            throw DavitException.invalid("config cannot be empty in order to create a container");
        }
        return image;
    }

    private static Map<String, String> annotations(Fields host, Query query) {
        Map<String, String> annotations = host.textMap("Annotations");
        if (annotations.containsKey("")) {
            throw DavitException.invalid("invalid Annotations: the empty string is not permitted as an annotation key");
        }
        return query.version().atLeast(43) ? annotations : Map.of();
    }

    static RestartPolicy restart(Fields host) {
        Fields policy = host.object("RestartPolicy");
        String name = policy.text("Name");
        int retries = policy.integer("MaximumRetryCount");
        switch (name) {
            case "" -> {
                return RestartPolicy.NO;
            }
            case "no", "always", "unless-stopped" -> {
                if (retries != 0) {
                    throw DavitException.invalid("invalid restart policy: maximum retry count can only be used with"
                            + " 'on-failure'" + (retries < 0 ? " and cannot be negative" : ""));
                }
            }
            case "on-failure" -> {
                if (retries < 0) {
                    throw DavitException.invalid("invalid restart policy: maximum retry count cannot be negative");
                }
            }
            default ->
                throw DavitException.invalid("invalid restart policy: unknown policy '" + name
                        + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
        return new RestartPolicy(name, retries);
    }

    private static boolean autoRemove(Fields host, Query query) {
        boolean asked = host.flag("AutoRemove");
        String policy = host.object("RestartPolicy").text("Name");
        if (asked && !policy.isEmpty() && !policy.equals("no")) {
            throw DavitException.invalid("can't create 'AutoRemove' container with restart policy");
        }
        return asked && query.version().atLeast(25); // older clients remove it themselves
    }

    private static @Nullable Integer stopTimeout(Fields config) {
        Long seconds = config.numberOrNull("StopTimeout");
        return seconds == null ? null : Math.toIntExact(seconds);
    }
}
