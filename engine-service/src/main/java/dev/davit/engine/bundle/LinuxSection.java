package dev.davit.engine.bundle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.Security;
import dev.davit.contracts.storage.IdMappings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The runtime-spec's {@code linux}. */
final class LinuxSection {

    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final BundleRequest request;
    private final ContainerSpec spec;
    private final Security security;
    private final SecurityOptions options;
    private final boolean cgroupV2;

    LinuxSection(BundleRequest request, SecurityOptions options, boolean cgroupV2) {
        this.request = request;
        this.spec = request.definition().spec();
        this.security = spec.security();
        this.options = options;
        this.cgroupV2 = cgroupV2;
    }

    void write(ObjectNode linux, List<String> capabilities, SeccompRules rules, boolean limitsSwap) {
        linux.put("cgroupsPath", request.cgroup());
        namespaces(linux.putArray("namespaces"));
        ids(linux);
        ObjectNode resources = linux.putObject("resources");
        ResourceSection.write(resources, spec.resources(), limitsSwap);
        DeviceSection.write(
                linux,
                resources,
                spec.resources().devices(),
                security.privileged(),
                request.definition().ids() != null);
        paths(linux);
        sysctls(linux);
        propagation(linux);
        String profile = options.profile(rules, capabilities, security.privileged());
        if (profile != null) {
            linux.putRawValue("seccomp", new RawValue(profile));
        }
    }

    private void namespaces(ArrayNode namespaces) {
        namespace(namespaces, "mount", null);
        if (!host(security.pidMode())) {
            namespace(namespaces, "pid", request.namespaces().pid());
        }
        if (!host(security.ipcMode())) {
            namespace(namespaces, "ipc", request.namespaces().ipc());
        }
        if (!host(security.utsMode())) {
            namespace(namespaces, "uts", null);
        }
        if (request.netns() != null) {
            namespace(namespaces, "network", request.netns());
        }
        if (request.namespaces().user() != null) {
            namespace(namespaces, "user", request.namespaces().user());
        }
        boolean privateCgroup =
                security.cgroupnsMode().isEmpty() ? cgroupV2 && !security.privileged() : !host(security.cgroupnsMode());
        if (privateCgroup) {
            namespace(namespaces, "cgroup", null);
        }
    }

    // Also of a namespace that is there: the executor and runc check a process's user by them.
    private void ids(ObjectNode linux) {
        IdMappings ids = request.definition().ids();
        if (ids != null) {
            mappings(linux.putArray("uidMappings"), ids.uids());
            mappings(linux.putArray("gidMappings"), ids.gids());
        }
    }

    private static void mappings(ArrayNode array, List<IdMappings.Range> ranges) {
        for (IdMappings.Range range : ranges) {
            array.addObject()
                    .put("containerID", range.container())
                    .put("hostID", range.host())
                    .put("size", range.size());
        }
    }

    private static boolean host(String mode) {
        return mode.equals("host");
    }

    private static void namespace(ArrayNode namespaces, String type, @Nullable String path) {
        ObjectNode namespace = namespaces.addObject().put("type", type);
        if (path != null) {
            namespace.put("path", path);
        }
    }

    private void paths(ObjectNode linux) {
        if (security.privileged()) {
            return;
        }
        List<String> masked = security.maskedPaths();
        List<String> readOnly = security.readonlyPaths();
        boolean open = options.unmasked();
        ProcessSection.strings(linux.putArray("maskedPaths"), masked != null ? masked : open ? List.of() : MASKED);
        ProcessSection.strings(
                linux.putArray("readonlyPaths"), readOnly != null ? readOnly : open ? List.of() : READ_ONLY);
    }

    // Those of the network namespace are set by the network service, which makes it.
    private void sysctls(ObjectNode linux) {
        ObjectNode node = linux.putObject("sysctl");
        for (Map.Entry<String, String> sysctl : security.sysctls().entrySet()) {
            if (!sysctl.getKey().startsWith("net.")) {
                node.put(sysctl.getKey(), sysctl.getValue());
            }
        }
        if (node.isEmpty()) {
            linux.remove("sysctl");
        }
    }

    private void propagation(ObjectNode linux) {
        List<String> modes = request.definition().mounts().stream()
                .map(MountPoint::propagation)
                .toList();
        if (modes.stream().anyMatch(mode -> mode.endsWith("shared"))) {
            linux.put("rootfsPropagation", "shared");
        } else if (modes.stream().anyMatch(mode -> mode.endsWith("slave"))) {
            linux.put("rootfsPropagation", "rslave");
        }
    }
}
