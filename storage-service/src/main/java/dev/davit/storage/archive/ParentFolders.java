package dev.davit.storage.archive;

import dev.davit.storage.ids.IdMap;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import org.jspecify.annotations.Nullable;

/** Opens the folder of an entry within the root, makes what is missing of it, and keeps the last one open. */
final class ParentFolders implements AutoCloseable {

    private static final int FOLDER = Open.PATH | Open.DIRECTORY;

    private final Kernel kernel;
    private final Fd root;
    private final IdMap ids;
    private @Nullable String path;
    private @Nullable Fd open;

    ParentFolders(Kernel kernel, Fd root, IdMap ids) {
        this.kernel = kernel;
        this.root = root;
        this.ids = ids;
    }

    /** The folder at {@code wanted}, open until the next call. */
    Fd at(String wanted) {
        Fd current = open;
        if (current != null && wanted.equals(path)) {
            return current;
        }
        forget();
        Fd folder = openOrMake(wanted);
        open = folder;
        path = wanted;
        return folder;
    }

    /** Something was moved out of the way, and perhaps the folder with it. */
    void forget() {
        if (open != null) {
            open.close();
        }
        open = null;
        path = null;
    }

    private Fd openOrMake(String wanted) {
        try {
            return kernel.openIn(root, wanted, FOLDER);
        } catch (KernelException failure) {
            if (!failure.is(Errno.ENOENT)) {
                throw failure;
            }
        }
        try (Fd above = openOrMake(EntryPath.parent(wanted))) {
            make(above, EntryPath.last(wanted));
        }
        return kernel.openIn(root, wanted, FOLDER);
    }

    private void make(Fd above, String name) {
        kernel.makeFolder(above, name, 0755);
        try (Fd made = kernel.openAt(above, name, Open.READ | Open.DIRECTORY | Open.NOFOLLOW, 0)) {
            kernel.mode(made, 0755); // whatever the umask
            if (ids.mapped()) {
                kernel.own(made, "", ids.hostUid(0), ids.hostGid(0));
            }
        }
    }

    @Override
    public void close() {
        forget();
    }
}
