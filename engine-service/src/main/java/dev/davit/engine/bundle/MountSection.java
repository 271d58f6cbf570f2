package dev.davit.engine.bundle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.contracts.network.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The runtime-spec's {@code mounts}: Docker's defaults, then the client's, parents before what lies in them. */
final class MountSection {

    private static final long SHM = 64L * 1024 * 1024;

    private record Mount(String destination, String type, String source, List<String> options) {}

    private final ContainerSpec spec;
    private final BundleRequest request;
    private final boolean mapped;
    private final Map<String, Mount> mounts = new LinkedHashMap<>();

    private MountSection(BundleRequest request) {
        this.request = request;
        this.mapped = request.definition().ids() != null;
        this.spec = request.definition().spec();
    }

    static void write(ArrayNode array, BundleRequest request) {
        MountSection section = new MountSection(request);
        section.defaults();
        section.files(request.files());
        section.asked();
        section.mounts.values().forEach(mount -> {
            ObjectNode node = array.addObject();
            node.put("destination", mount.destination())
                    .put("type", mount.type())
                    .put("source", mount.source());
            ProcessSection.strings(node.putArray("options"), mount.options());
        });
    }

    private void defaults() {
        boolean privileged = spec.security().privileged();
        String access = privileged ? "rw" : "ro";
        add("/proc", "proc", "proc", "nosuid", "noexec", "nodev");
        add("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        add("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
        add("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", access);
        add("/sys/fs/cgroup", "cgroup", "cgroup", access, "nosuid", "noexec", "nodev");
        queues();
        shm();
    }

    // In a user namespace there is no right to mount the host's anew.
    private void queues() {
        if (!mapped || !spec.security().ipcMode().equals("host")) {
            add("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
        } else if (Files.isDirectory(Path.of("/dev/mqueue"))) {
            add("/dev/mqueue", "bind", "/dev/mqueue", "rbind", "rprivate");
        }
    }

    private void shm() {
        String shared = request.shm();
        if (spec.security().ipcMode().equals("none")) {
            return;
        }
        if (shared != null) {
            add("/dev/shm", "bind", shared, "rbind", "rprivate");
            return;
        }
        long size = spec.resources().shmSize() > 0 ? spec.resources().shmSize() : SHM;
        add("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=" + size);
    }

    private void files(@Nullable Sandbox sandbox) {
        if (sandbox == null) {
            return;
        }
        bindFile("/etc/resolv.conf", sandbox.resolvConfPath());
        bindFile("/etc/hostname", sandbox.hostnamePath());
        bindFile("/etc/hosts", sandbox.hostsPath());
    }

    private void bindFile(String destination, String source) {
        if (!source.isEmpty()) {
            add(destination, "bind", source, "rbind", "rprivate");
        }
    }

    private void asked() {
        List<Mount> asked = new ArrayList<>();
        Stream<MountPoint> points = request.definition().mounts().stream();
        points.filter(point -> point.type() != MountType.TMPFS).map(this::bind).forEach(asked::add);
        spec.mounts().stream()
                .filter(mount -> mount.type() == MountType.TMPFS)
                .map(MountSection::tmpfs)
                .forEach(asked::add);
        if (mapped) {
            devices(asked);
        }
        asked.sort(Comparator.comparingInt(mount -> depth(mount.destination())));
        asked.forEach(mount -> {
            mounts.remove(
                    mount.destination()); // one of the client's takes the place of a default, in the client's order
            mounts.put(mount.destination(), mount);
        });
    }

    // No nodes can be made in a user namespace. The executor binds the host's of the same path, this those of another.
    private void devices(List<Mount> asked) {
        spec.resources().devices().stream()
                .filter(DeviceSection::renamed)
                .map(device ->
                        new Mount(device.containerPath(), "bind", device.hostPath(), List.of("rbind", "rprivate")))
                .forEach(asked::add);
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private Mount bind(MountPoint point) {
        List<String> options = new ArrayList<>();
        options.add(nonRecursive(point) ? "bind" : "rbind");
        options.add(point.propagation().isEmpty() ? "rprivate" : point.propagation());
        if (!point.readWrite()) {
            options.add("ro");
        }
        return new Mount(point.destination(), "bind", point.source(), options);
    }

    private boolean nonRecursive(MountPoint point) {
        return spec.mounts().stream()
                .anyMatch(mount -> mount.target().equals(point.destination()) && mount.nonRecursive());
    }

    private static Mount tmpfs(MountSpec mount) {
        List<String> options = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
        for (String option : mount.tmpfsOptions()) {
            options.remove(opposite(option));
            options.remove(option);
            options.add(option);
        }
        if (mount.readOnly()) {
            options.add("ro");
        }
        return new Mount(mount.target(), "tmpfs", "tmpfs", options);
    }

    private static String opposite(String option) {
        return switch (option) {
            case "exec", "suid", "dev" -> "no" + option;
            default -> option;
        };
    }

    private void add(String destination, String type, String source, String... options) {
        mounts.put(destination, new Mount(destination, type, source, List.of(options)));
    }
}
