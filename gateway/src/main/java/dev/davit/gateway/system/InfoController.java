package dev.davit.gateway.system;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.EngineStatus;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.network.NetworkStatus;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.contracts.storage.StorageStatus;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.gateway.version.GatewayProperties;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code docker info}. */
@RestController
class InfoController {

    private static final String INDEX = "https://index.docker.io/v1/";

    private final EngineApi engine;
    private final StorageApi storage;
    private final NetworkApi network;
    private final GatewayProperties properties;

    InfoController(EngineApi engine, StorageApi storage, NetworkApi network, GatewayProperties properties) {
        this.engine = engine;
        this.storage = storage;
        this.network = network;
        this.properties = properties;
    }

    @GetMapping("/info")
    Map<String, @Nullable Object> info(Query query) {
        EngineStatus host = engine.status();
        StorageStatus disk = storage.status();
        NetworkStatus net = network.status();
        Json info = Json.object()
                .put("ID", id(host))
                .put("Containers", host.containers())
                .put("ContainersRunning", host.running())
                .put("ContainersPaused", host.paused())
                .put("ContainersStopped", host.stopped())
                .put("Images", disk.images())
                .put("Driver", disk.driver())
                .put("DriverStatus", pairs(disk.driverStatus()))
                .put("DockerRootDir", disk.root())
                .put("Plugins", plugins(net))
                .put("IPv4Forwarding", net.ipv4Forwarding());
        putControllers(info, host.controllers());
        putHost(info, host);
        putOwn(info, query.version());
        putRuntimes(info, host, query.version());
        List<String> warnings = new ArrayList<>();
        host.missing().forEach(each -> warnings.add("WARNING: " + each));
        net.missing().forEach(each -> warnings.add("WARNING: " + each));
        return info.put("Warnings", warnings).map();
    }

    // Of the host, so that it is the same after a restart.
    private static String id(EngineStatus host) {
        return UUID.nameUUIDFromBytes(("davit " + host.hostname()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static List<List<String>> pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> List.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Json plugins(NetworkStatus net) {
        return Json.object()
                .put("Volume", List.of("local"))
                .put("Network", net.drivers())
                .put("Authorization", null)
                .put("Log", List.of("json-file", "none"));
    }

    private static void putControllers(Json info, Map<String, Boolean> controllers) {
        boolean cpu = controllers.getOrDefault("cpu", false);
        info.put("MemoryLimit", controllers.getOrDefault("memory", false))
                .put("SwapLimit", controllers.getOrDefault("swap", false))
                .put("CpuCfsPeriod", cpu)
                .put("CpuCfsQuota", cpu)
                .put("CPUShares", cpu)
                .put("CPUSet", controllers.getOrDefault("cpuset", false))
                .put("PidsLimit", controllers.getOrDefault("pids", false))
                .put("OomKillDisable", controllers.getOrDefault("oom", false));
    }

    private static void putHost(Json info, EngineStatus host) {
        info.put("SystemTime", Instant.now().toString())
                .put("LoggingDriver", "json-file")
                .put("CgroupDriver", host.cgroupDriver())
                .put("CgroupVersion", host.cgroupVersion())
                .put("KernelVersion", host.kernelVersion())
                .put("OperatingSystem", host.operatingSystem())
                .put("OSVersion", host.osVersion())
                .put("OSType", "linux")
                .put("Architecture", host.architecture())
                .put("NCPU", host.cpus())
                .put("MemTotal", host.memory())
                .put("Name", host.hostname())
                .put("SecurityOptions", host.securityOptions());
    }

    private void putOwn(Json info, ApiVersion version) {
        info.put("Debug", false)
                .put("NFd", -1)
                .put("NGoroutines", Thread.activeCount())
                .put("NEventsListener", 0)
                .put("IndexServerAddress", INDEX)
                .put("RegistryConfig", registryConfig(version))
                .put("GenericResources", null)
                .put("HttpProxy", "")
                .put("HttpsProxy", "")
                .put("NoProxy", "")
                .put("Labels", List.of())
                .put("ExperimentalBuild", properties.experimental())
                .put("ServerVersion", properties.dockerVersion())
                .put("Swarm", swarm())
                .put("LiveRestoreEnabled", true) // containers outlive every service
                .put("Isolation", "")
                .put("CDISpecDirs", List.of());
        if (!version.atLeast(50)) {
            info.put("BridgeNfIptables", false).put("BridgeNfIp6tables", false);
        }
        if (version.atLeast(49)) {
            info.put("FirewallBackend", Map.of("Driver", "nftables"));
        }
    }

    private static Json registryConfig(ApiVersion version) {
        Json index = Json.object()
                .put("Name", "docker.io")
                .put("Mirrors", List.of())
                .put("Secure", true)
                .put("Official", true);
        Json config = Json.object()
                .put("InsecureRegistryCIDRs", List.of("::1/128", "127.0.0.0/8"))
                .put("IndexConfigs", Map.of("docker.io", index.map()))
                .put("Mirrors", List.of());
        if (!version.atLeast(47)) {
            config.put("AllowNondistributableArtifactsCIDRs", null)
                    .put("AllowNondistributableArtifactsHostnames", null);
        }
        return config;
    }

    private static Json swarm() {
        return Json.object()
                .put("NodeID", "")
                .put("NodeAddr", "")
                .put("LocalNodeState", "inactive")
                .put("ControlAvailable", false)
                .put("Error", "")
                .put("RemoteManagers", null);
    }

    private static void putRuntimes(Json info, EngineStatus host, ApiVersion version) {
        Map<String, Map<String, String>> runtimes = new LinkedHashMap<>();
        host.runtimes().forEach((name, path) -> runtimes.put(name, Map.of("path", path)));
        info.put("Runtimes", runtimes)
                .put("DefaultRuntime", host.defaultRuntime())
                .put("InitBinary", "davit-runtime")
                .put("ContainerdCommit", commit("N/A", version))
                .put("RuncCommit", commit(host.runtimeVersion(), version))
                .put("InitCommit", commit("N/A", version));
    }

    private static Json commit(String id, ApiVersion version) {
        Json commit = Json.object().put("ID", id);
        return version.atLeast(49) ? commit : commit.put("Expected", id);
    }
}
