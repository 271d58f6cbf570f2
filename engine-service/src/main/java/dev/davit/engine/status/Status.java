package dev.davit.engine.status;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.EngineStatus;
import dev.davit.engine.container.Containers;
import dev.davit.engine.host.CgroupLayout;
import dev.davit.engine.host.HostMemory;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.engine.userns.UserNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The engine and its host. */
@Component
public class Status {

    private final Containers containers;
    private final CgroupLayout cgroups;
    private final OciRuntime runtime;
    private final List<String> securityOptions;
    private volatile @Nullable String runtimeVersion;

    Status(Containers containers, CgroupLayout cgroups, OciRuntime runtime, UserNamespaces namespaces) {
        this.securityOptions = namespaces.remapped()
                ? List.of("name=seccomp,profile=builtin", "name=userns")
                : List.of("name=seccomp,profile=builtin");
        this.containers = containers;
        this.cgroups = cgroups;
        this.runtime = runtime;
    }

    /** As it is now. */
    public EngineStatus read() {
        OsRelease os = OsRelease.read();
        List<ContainerStatus> all = containers.all().stream()
                .map(container -> container.observed().status())
                .toList();
        int running = count(all, ContainerStatus.RUNNING) + count(all, ContainerStatus.RESTARTING);
        int paused = count(all, ContainerStatus.PAUSED);
        return new EngineStatus(
                all.size(),
                running,
                paused,
                all.size() - running - paused,
                line("/proc/sys/kernel/hostname"),
                line("/proc/sys/kernel/osrelease"),
                os.name(),
                os.version(),
                architecture(),
                Runtime.getRuntime().availableProcessors(),
                HostMemory.total(),
                "cgroupfs",
                cgroups.v2() ? "2" : "1",
                runtime.name(),
                Map.of(runtime.name(), runtime.path().toString()),
                version(),
                securityOptions,
                controllers(),
                missing());
    }

    private static int count(List<ContainerStatus> all, ContainerStatus status) {
        return (int) all.stream().filter(each -> each == status).count();
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException absent) {
            return "";
        }
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private String version() {
        String known = runtimeVersion;
        if (known == null || known.isEmpty()) {
            known = runtime.version();
            runtimeVersion = known;
        }
        return known;
    }

    private Map<String, Boolean> controllers() {
        Map<String, Boolean> controllers = new LinkedHashMap<>();
        for (String name : List.of("memory", "cpu", "cpuset", "pids", "blkio", "devices", "freezer")) {
            String own = cgroups.v2() && name.equals("blkio") ? "io" : name;
            boolean builtIn = cgroups.v2() && (name.equals("devices") || name.equals("freezer"));
            controllers.put(name, builtIn || cgroups.has(own));
        }
        controllers.put("swap", cgroups.limitsSwap());
        return controllers;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!cgroups.limitsSwap()) {
            missing.add("No swap limit support");
        }
        for (String name : List.of("memory", "pids", "cpuset")) {
            if (!cgroups.has(name)) {
                missing.add("No " + name + " limit support");
            }
        }
        return missing;
    }
}
