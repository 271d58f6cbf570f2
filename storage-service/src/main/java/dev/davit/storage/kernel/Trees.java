package dev.davit.storage.kernel;

import java.util.HashSet;
import java.util.Set;

/** Whole trees, by descriptors. */
public final class Trees {

    private Trees() {}

    /** Removes a name with all below it; nothing happens when it is absent. Never follows a link. */
    public static void remove(Kernel kernel, Fd parent, String name) {
        FileStat there = kernel.find(parent, name);
        if (there == null) {
            return;
        }
        if (!there.isFolder()) {
            kernel.unlink(parent, name);
            return;
        }
        empty(kernel, parent, name);
        kernel.removeFolder(parent, name);
    }

    private static void empty(Kernel kernel, Fd parent, String name) {
        try (Fd folder = kernel.openAt(parent, name, Open.READ | Open.DIRECTORY | Open.NOFOLLOW, 0)) {
            for (String child : kernel.list(folder)) {
                removeChild(kernel, folder, child);
            }
        }
    }

    // Most names are files: unlink at once, and look only when that does not do.
    private static void removeChild(Kernel kernel, Fd folder, String child) {
        try {
            kernel.unlink(folder, child);
        } catch (KernelException failure) {
            if (failure.is(Errno.ENOENT)) {
                return;
            }
            if (!failure.is(Errno.EISDIR)) {
                throw failure;
            }
            empty(kernel, folder, child);
            kernel.removeFolder(folder, child);
        }
    }

    /** Bytes of the regular files below a folder, each inode once; holes do not count. */
    public static long size(Kernel kernel, Fd folder) {
        return size(kernel, folder, new HashSet<>());
    }

    private static long size(Kernel kernel, Fd folder, Set<Long> seen) {
        long total = 0;
        for (String child : kernel.list(folder)) {
            FileStat stat = kernel.find(folder, child);
            if (stat == null) {
                continue; // gone meanwhile
            }
            if (stat.isFolder()) {
                try (Fd inner = kernel.openAt(folder, child, Open.READ | Open.DIRECTORY | Open.NOFOLLOW, 0)) {
                    total += size(kernel, inner, seen);
                }
            } else if (stat.isRegular() && (stat.links() == 1 || seen.add(stat.inode()))) {
                total += stat.size();
            }
        }
        return total;
    }
}
