package dev.davit.storage.archive;

import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import java.util.Map;

/** Owner, permissions, extended attributes and time of what was unpacked, in the order that loses none of them. */
final class EntryAttributes {

    private static final String CAPABILITY = "security.capability";
    private static final String USER = "user.";

    private final Kernel kernel;

    EntryAttributes(Kernel kernel) {
        this.kernel = kernel;
    }

    // chown takes set-id bits and capabilities away, so it comes first.

    void file(Fd file, Fd parent, String name, TarEntry entry) {
        kernel.own(file, "", entry.uid(), entry.gid());
        kernel.mode(file, entry.mode());
        extended(parent, name, entry);
        kernel.modified(file, "", entry.seconds(), entry.nanos());
    }

    /** A folder; its time is set when all is in it. */
    void folder(Fd folder, TarEntry entry) {
        kernel.own(folder, "", entry.uid(), entry.gid());
        kernel.mode(folder, entry.mode());
        extended(folder, "", entry);
    }

    /** A link, device or fifo, none of which may be opened. */
    void unopened(Fd parent, String name, TarEntry entry) {
        kernel.own(parent, name, entry.uid(), entry.gid());
        if (entry.type() != TarEntry.Type.SYMLINK) {
            try (Fd place = kernel.openAt(parent, name, Open.PATH | Open.NOFOLLOW, 0)) {
                kernel.mode(place, entry.mode());
            }
        }
        extended(parent, name, entry);
        kernel.modified(parent, name, entry.seconds(), entry.nanos());
    }

    // Never trusted.*: overlayfs takes its own orders from there.
    private void extended(Fd dir, String name, TarEntry entry) {
        for (Map.Entry<String, byte[]> attribute : entry.attributes().entrySet()) {
            String key = attribute.getKey();
            if (key.equals(CAPABILITY) || key.startsWith(USER)) {
                set(dir, name, key, attribute.getValue());
            }
        }
    }

    private void set(Fd dir, String name, String key, byte[] value) {
        try {
            kernel.setAttribute(dir, name, key, value);
        } catch (KernelException failure) {
            if (!failure.is(Errno.ENOTSUP) && !failure.is(Errno.EPERM)) {
                throw failure;
            }
        }
    }
}
