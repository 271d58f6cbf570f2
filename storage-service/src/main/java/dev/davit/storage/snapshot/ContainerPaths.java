package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** Paths of containers: of a running one as its first process sees them, of another one in its snapshot. */
@Component
class ContainerPaths {

    private static final int MOST_LINKS = 255;

    private final Kernel kernel;
    private final SnapshotMounts mounts;

    ContainerPaths(Kernel kernel, SnapshotMounts mounts) {
        this.kernel = kernel;
        this.mounts = mounts;
    }

    /** The root for a path. Of a running container nothing is executed, and nothing of it is trusted. */
    ContainerRoot open(Entry entry, String path, int pid) {
        return pid > 0 ? running(entry, path, pid) : stopped(entry, path);
    }

    private ContainerRoot running(Entry entry, String path, int pid) {
        SnapshotMounts.Lease lease = mounts.lease(entry);
        try (Fd merged = lease.open()) {
            Fd root = kernel.open("/proc/" + pid + "/root", Open.PATH | Open.DIRECTORY);
            // The number may belong to another process by now: it must stand on this very file system.
            if (kernel.stat(root, "").fileSystem() != kernel.stat(merged, "").fileSystem()) {
                root.close();
                throw DavitException.conflict("container " + entry.id() + " is not running");
            }
            return new ContainerRoot(root, Raw.raw(path), lease::close);
        } catch (KernelException gone) {
            lease.close();
            throw DavitException.conflict("container " + entry.id() + " is not running");
        } catch (RuntimeException failure) {
            lease.close();
            throw failure;
        }
    }

    private ContainerRoot stopped(Entry entry, String path) {
        String clean = "/" + String.join("/", parts(path));
        AttachedVolume volume = entry.volumes().stream()
                .filter(each -> clean.equals(each.target()) || clean.startsWith(each.target() + "/"))
                .max(Comparator.comparingInt(each -> each.target().length()))
                .orElse(null);
        if (volume != null) {
            String rest = clean.substring(volume.target().length());
            Fd root = kernel.open(Raw.raw(volume.source()), Open.PATH | Open.DIRECTORY);
            return new ContainerRoot(root, Raw.raw(rest.isEmpty() ? "/" : rest), () -> {});
        }
        SnapshotMounts.Lease lease = mounts.lease(entry);
        return new ContainerRoot(lease.open(), Raw.raw(path), lease::close);
    }

    /** The names of a path, without {@code .} and {@code ..}. */
    static List<String> parts(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return List.copyOf(parts);
    }

    /** Whether a path means what a link at its end leads to. */
    static boolean followed(String path) {
        return path.endsWith("/") || path.endsWith("/.") || path.equals(".");
    }

    /** The folder that a path's last name is in. */
    Fd parent(ContainerRoot root, List<String> parts) {
        String above = "/" + String.join("/", parts.subList(0, Math.max(0, parts.size() - 1)));
        return kernel.openIn(root.root(), above, Open.PATH | Open.DIRECTORY);
    }

    /** Where a path ends when each link on it is followed; what does not exist stays as it is written. */
    String resolved(ContainerRoot root, String path) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
        Deque<String> done = new ArrayDeque<>();
        int links = 0;
        while (!left.isEmpty()) {
            String part = left.removeFirst();
            if (part.equals("..")) {
                done.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                String target = link(root, "/" + String.join("/", done), part);
                if (target.isEmpty() || ++links > MOST_LINKS) {
                    done.addLast(part);
                    continue;
                }
                if (target.startsWith("/")) {
                    done.clear();
                }
                Arrays.asList(target.split("/", -1)).reversed().forEach(left::addFirst);
            }
        }
        return "/" + String.join("/", done);
    }

    private String link(ContainerRoot root, String folder, String name) {
        try (Fd parent = kernel.openIn(root.root(), folder, Open.PATH | Open.DIRECTORY)) {
            FileStat stat = kernel.find(parent, name);
            return stat != null && stat.isLink() ? kernel.readLink(parent, name) : "";
        } catch (KernelException failure) {
            if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR) || failure.is(Errno.ELOOP)) {
                return "";
            }
            throw failure;
        }
    }
}
