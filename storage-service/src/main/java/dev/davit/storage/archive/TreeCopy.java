package dev.davit.storage.archive;

import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.Open;
import java.util.HashMap;
import java.util.Map;

/** Copies the contents of a folder with owners, permissions, times, links and attributes. */
public final class TreeCopy {

    private static final int BUFFER = 128 * 1024;

    private final Kernel kernel;
    private final Fd root;
    private final byte[] buffer = new byte[BUFFER];
    private final Map<Long, String> linked = new HashMap<>();

    private TreeCopy(Kernel kernel, Fd root) {
        this.kernel = kernel;
        this.root = root;
    }

    /** Copies what is in {@code source}, and how that folder itself is, to the empty folder {@code target}. */
    public static void contents(Kernel kernel, Fd source, Fd target) {
        new TreeCopy(kernel, target).folder(source, target, "");
    }

    private void folder(Fd source, Fd target, String path) {
        for (String name : kernel.list(source)) {
            copy(source, target, name, path.isEmpty() ? name : path + "/" + name);
        }
        FileStat stat = kernel.stat(source, "");
        kernel.own(target, "", stat.uid(), stat.gid());
        kernel.mode(target, stat.permissions());
        attributes(source, target, "");
        kernel.modified(target, "", stat.seconds(), stat.nanos());
    }

    private void copy(Fd source, Fd target, String name, String path) {
        FileStat stat = kernel.stat(source, name);
        switch (stat.type()) {
            case FileStat.FOLDER -> {
                kernel.makeFolder(target, name, 0700);
                int flags = Open.READ | Open.DIRECTORY | Open.NOFOLLOW;
                try (Fd inner = kernel.openAt(source, name, flags, 0);
                        Fd made = kernel.openAt(target, name, flags, 0)) {
                    folder(inner, made, path);
                }
            }
            case FileStat.REGULAR -> file(source, target, name, stat, path);
            case FileStat.LINK -> {
                kernel.symlink(kernel.readLink(source, name), target, name);
                kernel.own(target, name, stat.uid(), stat.gid());
                kernel.modified(target, name, stat.seconds(), stat.nanos());
            }
            case FileStat.SOCKET -> {} // nobody listens on a copy
            default -> {
                kernel.makeNode(target, name, stat.type() | 0600, stat.deviceMajor(), stat.deviceMinor());
                kernel.own(target, name, stat.uid(), stat.gid());
                try (Fd place = kernel.openAt(target, name, Open.PATH | Open.NOFOLLOW, 0)) {
                    kernel.mode(place, stat.permissions());
                }
                kernel.modified(target, name, stat.seconds(), stat.nanos());
            }
        }
    }

    private void file(Fd source, Fd target, String name, FileStat stat, String path) {
        String first = stat.links() > 1 ? linked.putIfAbsent(stat.inode(), path) : null;
        if (first != null) {
            try (Fd folder = kernel.openIn(root, EntryPath.parent(first), Open.PATH | Open.DIRECTORY)) {
                kernel.link(folder, EntryPath.last(first), target, name);
            }
            return;
        }
        int make = Open.WRITE | Open.CREATE | Open.EXCLUSIVE | Open.NOFOLLOW;
        try (Fd from = kernel.openAt(source, name, Open.READ | Open.NOFOLLOW, 0);
                Fd to = kernel.openAt(target, name, make, 0600)) {
            for (int n = kernel.read(from, buffer, 0, BUFFER); n > 0; n = kernel.read(from, buffer, 0, BUFFER)) {
                kernel.write(to, buffer, 0, n);
            }
            kernel.own(to, "", stat.uid(), stat.gid());
            kernel.mode(to, stat.permissions());
            attributes(source, target, name);
            kernel.modified(to, "", stat.seconds(), stat.nanos());
        }
    }

    private void attributes(Fd source, Fd target, String name) {
        for (String key : kernel.attributes(source, name)) {
            byte[] value = key.startsWith("trusted.") ? null : kernel.attribute(source, name, key);
            if (value != null) {
                kernel.setAttribute(target, name, key, value);
            }
        }
    }
}
