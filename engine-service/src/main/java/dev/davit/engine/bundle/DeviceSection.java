package dev.davit.engine.bundle;

import dev.davit.contracts.engine.Resources;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The devices of a container: nodes in its /dev, and the rules of its devices cgroup. */
final class DeviceSection {

    private static final Set<String> OWN =
            Set.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev", "console");
    private static final Set<String> USUAL = Set.of("null", "zero", "full", "random", "urandom", "tty", "ptmx");

    private record Device(
            String path, String type, long major, long minor, int mode, long uid, long gid, String access) {}

    private DeviceSection() {}

    static void write(
            ObjectNode linux, ObjectNode resources, List<Resources.Device> asked, boolean privileged, boolean mapped) {
        List<Device> devices = new ArrayList<>(privileged ? ofHost() : List.of());
        Set<Device> renamed = new HashSet<>();
        for (Resources.Device device : asked) {
            List<Device> found = find(device);
            devices.addAll(found);
            if (renamed(device)) {
                renamed.addAll(found);
            }
        }
        ArrayNode nodes = linux.putArray("devices");
        devices.stream()
                .filter(device -> !mapped || !renamed.contains(device))
                .forEach(device -> node(nodes.addObject(), device));
        ArrayNode rules = resources.putArray("devices");
        rules.addObject().put("allow", privileged).put("access", "rwm");
        if (!privileged) {
            usual(rules);
            devices.forEach(device -> rule(rules, device.type(), device.major(), device.minor(), device.access()));
        }
    }

    /** Whether it has another path in the container than on the host. */
    static boolean renamed(Resources.Device device) {
        return !device.containerPath().isEmpty() && !device.containerPath().equals(device.hostPath());
    }

    // Making any node is allowed, using one is not, but for those that every container has.
    private static void usual(ArrayNode rules) {
        rules.addObject().put("allow", true).put("type", "c").put("access", "m");
        rules.addObject().put("allow", true).put("type", "b").put("access", "m");
        rule(rules, "c", 1, 3, "rwm"); // null
        rule(rules, "c", 1, 5, "rwm"); // zero
        rule(rules, "c", 1, 7, "rwm"); // full
        rule(rules, "c", 1, 8, "rwm"); // random
        rule(rules, "c", 1, 9, "rwm"); // urandom
        rule(rules, "c", 5, 0, "rwm"); // tty
        rule(rules, "c", 5, 1, "rwm"); // console
        rule(rules, "c", 5, 2, "rwm"); // ptmx
        rules.addObject().put("allow", true).put("type", "c").put("major", 136).put("access", "rwm"); // pts
    }

    private static void rule(ArrayNode rules, String type, long major, long minor, String access) {
        rules.addObject()
                .put("allow", true)
                .put("type", type)
                .put("major", major)
                .put("minor", minor)
                .put("access", access);
    }

    private static void node(ObjectNode node, Device device) {
        node.put("path", device.path()).put("type", device.type());
        node.put("major", device.major()).put("minor", device.minor());
        node.put("fileMode", device.mode()).put("uid", device.uid()).put("gid", device.gid());
    }

    private static List<Device> find(Resources.Device asked) {
        Path host = Path.of(asked.hostPath());
        String inside = asked.containerPath().isEmpty() ? asked.hostPath() : asked.containerPath();
        String access = asked.permissions().isEmpty() ? "rwm" : asked.permissions();
        try {
            if (!Files.isDirectory(host)) {
                return List.of(read(host, inside, access));
            }
            return under(host, inside, access);
        } catch (IOException | IllegalArgumentException failure) {
            throw DavitException.invalid("error gathering device information while adding custom device \""
                    + asked.hostPath() + "\": "
                    + (Files.exists(host) ? "not a device node" : "no such file or directory"));
        }
    }

    private static List<Device> under(Path folder, String inside, String access) throws IOException {
        List<Device> devices = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(DeviceSection::isDevice).toList()) {
                devices.add(read(
                        path, Path.of(inside).resolve(folder.relativize(path)).toString(), access));
            }
        }
        return devices;
    }

    private static List<Device> ofHost() {
        List<Device> devices = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/dev"))) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (OWN.contains(name) || USUAL.contains(name) || Files.isSymbolicLink(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    devices.addAll(under(entry, entry.toString(), "rwm"));
                } else if (isDevice(entry)) {
                    devices.add(read(entry, entry.toString(), "rwm"));
                }
            }
        } catch (IOException failure) {
            throw DavitException.internal("cannot list the host's devices: " + failure.getMessage(), failure);
        }
        return devices;
    }

    private static boolean isDevice(Path path) {
        try {
            return !type((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS))
                    .isEmpty();
        } catch (IOException | IllegalArgumentException gone) {
            return false;
        }
    }

    private static Device read(Path host, String inside, String access) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(host, "unix:mode,rdev,uid,gid");
        int mode = (int) attributes.getOrDefault("mode", 0);
        long number = (long) attributes.getOrDefault("rdev", 0L);
        String type = type(mode);
        if (type.isEmpty()) {
            throw new IOException(host + " is no device");
        }
        // As in sys/sysmacros.h.
        long major = ((number >> 8) & 0xfff) | ((number >> 32) & ~0xfffL);
        long minor = (number & 0xff) | ((number >> 12) & ~0xffL);
        return new Device(
                inside, type, major, minor, mode & 0x1ff, number(attributes, "uid"), number(attributes, "gid"), access);
    }

    private static long number(Map<String, Object> attributes, String key) {
        return attributes.get(key) instanceof Number number ? number.longValue() : 0;
    }

    private static String type(int mode) {
        return switch (mode & 0xf000) {
            case 0x2000 -> "c";
            case 0x6000 -> "b";
            default -> "";
        };
    }
}
