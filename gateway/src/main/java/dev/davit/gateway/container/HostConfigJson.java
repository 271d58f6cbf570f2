package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.NetworkSpec;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.Security;
import dev.davit.contracts.network.PortBinding;
import dev.davit.gateway.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Docker's {@code HostConfig} of a container. */
final class HostConfigJson {

    private HostConfigJson() {}

    static Map<String, @Nullable Object> of(Container container) {
        ContainerSpec spec = container.spec();
        Json json = Json.object().put("Binds", MountJson.binds(spec.mounts())).put("ContainerIDFile", "");
        json.put(
                "LogConfig",
                Json.object()
                        .put("Type", spec.log().driver())
                        .put("Config", spec.log().options()));
        putNetwork(json, spec.network());
        json.put(
                        "RestartPolicy",
                        Json.object()
                                .put("Name", spec.restart().name())
                                .put("MaximumRetryCount", spec.restart().maximumRetryCount()))
                .put("AutoRemove", spec.autoRemove())
                .put("VolumeDriver", "")
                .put("VolumesFrom", null)
                .put(
                        "ConsoleSize",
                        List.of(spec.process().consoleRows(), spec.process().consoleColumns()))
                .putUnlessEmpty("Annotations", spec.annotations());
        putSecurity(json, spec.security(), container.runtime());
        putResources(json, spec.resources());
        return json.putUnlessEmpty("Tmpfs", MountJson.tmpfs(spec.mounts()))
                .putUnlessEmpty("Mounts", MountJson.mounts(spec.mounts()))
                .map();
    }

    private static void putNetwork(Json json, NetworkSpec network) {
        json.put("NetworkMode", network.mode())
                .put("PortBindings", bindings(network.ports()))
                .put("PublishAllPorts", network.publishAll())
                .put("Dns", network.dns())
                .put("DnsOptions", network.dnsOptions())
                .put("DnsSearch", network.dnsSearch())
                .put("ExtraHosts", orNull(network.extraHosts()))
                .put("Links", orNull(network.links()));
    }

    static Map<String, List<Map<String, String>>> bindings(List<PortBinding> ports) {
        Map<String, List<Map<String, String>>> bindings = new TreeMap<>();
        for (PortBinding port : ports) {
            String hostPort = port.hostPort() == 0 ? "" : Integer.toString(port.hostPort());
            bindings.computeIfAbsent(port.containerPort() + "/" + port.protocol(), absent -> new ArrayList<>())
                    .add(PortJson.binding(port.hostIp(), hostPort));
        }
        return bindings;
    }

    private static void putSecurity(Json json, Security security, String runtime) {
        json.put("CapAdd", orNull(security.capAdd()))
                .put("CapDrop", orNull(security.capDrop()))
                .put("CgroupnsMode", security.cgroupnsMode())
                .put("GroupAdd", orNull(security.groupAdd()))
                .put("IpcMode", security.ipcMode())
                .put("Cgroup", "")
                .put("PidMode", security.pidMode())
                .put("Privileged", security.privileged())
                .put("ReadonlyRootfs", security.readonlyRootfs())
                .put("SecurityOpt", orNull(security.securityOptions()))
                .put("UTSMode", security.utsMode())
                .put("UsernsMode", security.usernsMode())
                .putUnlessEmpty("Sysctls", security.sysctls())
                .putUnlessEmpty("Runtime", security.runtime().isEmpty() ? runtime : security.runtime())
                .put("Isolation", "")
                .put("CgroupParent", security.cgroupParent())
                .put("MaskedPaths", security.maskedPaths())
                .put("ReadonlyPaths", security.readonlyPaths());
        if (security.init() != null) {
            json.put("Init", security.init());
        }
    }

    private static void putResources(Json json, Resources resources) {
        json.put("ShmSize", resources.shmSize() == 0 ? 64L << 20 : resources.shmSize())
                .put("OomScoreAdj", resources.oomScoreAdj())
                .put("CpuShares", resources.cpuShares())
                .put("Memory", resources.memory())
                .put("NanoCpus", resources.nanoCpus())
                .put("BlkioWeight", resources.blkioWeight())
                .put("BlkioWeightDevice", List.of())
                .put("BlkioDeviceReadBps", List.of())
                .put("BlkioDeviceWriteBps", List.of())
                .put("BlkioDeviceReadIOps", List.of())
                .put("BlkioDeviceWriteIOps", List.of())
                .put("CpuPeriod", resources.cpuPeriod())
                .put("CpuQuota", resources.cpuQuota())
                .put("CpuRealtimePeriod", 0)
                .put("CpuRealtimeRuntime", 0)
                .put("CpusetCpus", resources.cpusetCpus())
                .put("CpusetMems", resources.cpusetMems())
                .put(
                        "Devices",
                        resources.devices().stream().map(HostConfigJson::device).toList())
                .put("DeviceCgroupRules", null)
                .put("DeviceRequests", null)
                .put("MemoryReservation", resources.memoryReservation())
                .put("MemorySwap", resources.memorySwap())
                .put("MemorySwappiness", resources.memorySwappiness())
                .put("OomKillDisable", resources.oomKillDisable())
                .put("PidsLimit", resources.pidsLimit() <= 0 ? null : resources.pidsLimit())
                .put(
                        "Ulimits",
                        resources.ulimits().stream().map(HostConfigJson::ulimit).toList())
                .put("CpuCount", 0)
                .put("CpuPercent", 0)
                .put("IOMaximumIOps", 0)
                .put("IOMaximumBandwidth", 0);
    }

    private static Map<String, @Nullable Object> device(Resources.Device device) {
        return Json.object()
                .put("PathOnHost", device.hostPath())
                .put("PathInContainer", device.containerPath())
                .put("CgroupPermissions", device.permissions())
                .map();
    }

    private static Map<String, @Nullable Object> ulimit(Resources.Ulimit ulimit) {
        return Json.object()
                .put("Name", ulimit.name())
                .put("Hard", ulimit.hard())
                .put("Soft", ulimit.soft())
                .map();
    }

    private static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
