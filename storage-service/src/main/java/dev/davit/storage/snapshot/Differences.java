package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.SnapshotSize;
import dev.davit.storage.ids.IdMap;
import dev.davit.storage.image.Images;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.kernel.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** In what a snapshot differs from its image, read off its writable layer. */
@Component
public class Differences {

    private final Kernel kernel;
    private final Snapshots snapshots;
    private final SnapshotMounts mounts;
    private final SnapshotFolders folders;
    private final Images images;

    Differences(Kernel kernel, Snapshots snapshots, SnapshotMounts mounts, SnapshotFolders folders, Images images) {
        this.kernel = kernel;
        this.snapshots = snapshots;
        this.mounts = mounts;
        this.folders = folders;
        this.images = images;
    }

    /** Its size. */
    public SnapshotSize size(String id) {
        Entry entry = snapshots.entry(id);
        long writable = writable(id);
        return new SnapshotSize(
                writable, writable + images.byId(entry.imageId()).size());
    }

    /** Bytes of the writable layer. */
    public long writable(String id) {
        try (Fd upper = upper(id)) {
            return Trees.size(kernel, upper);
        }
    }

    private Fd upper(String id) {
        return kernel.open(Raw.raw(folders.upper(id).toString()), Open.READ | Open.DIRECTORY);
    }

    /** Its changes, sorted by path. */
    public List<Change> changes(String id) {
        Entry entry = snapshots.entry(id);
        List<String> lowers = mounts.lowers(entry);
        List<Fd> open = new ArrayList<>();
        try (Fd upper = upper(id)) {
            lowers.forEach(lower -> open.add(kernel.open(lower, Open.PATH | Open.DIRECTORY)));
            List<Change> changes = new ArrayList<>();
            new Walk(open, entry.ids(), changes).walk(upper, "");
            return List.copyOf(changes);
        } finally {
            open.forEach(Fd::close);
        }
    }

    /** Of layers in the container's ids, and changes in the host's. */
    private final class Walk {

        private final List<Fd> lowers;
        private final IdMap ids;
        private final List<Change> changes;

        Walk(List<Fd> lowers, IdMap ids, List<Change> changes) {
            this.lowers = lowers;
            this.ids = ids;
            this.changes = changes;
        }

        void walk(Fd folder, String path) {
            for (String name : kernel.list(folder).stream().sorted().toList()) {
                FileStat stat = kernel.find(folder, name);
                if (stat == null) {
                    continue;
                }
                String child = path + "/" + name;
                if (stat.isWhiteout()) {
                    changes.add(new Change(Raw.text(child), Change.Kind.DELETED));
                    continue;
                }
                FileStat before = below(path, name);
                int place = changes.size();
                if (stat.isFolder()) {
                    try (Fd inner = kernel.openAt(folder, name, Open.READ | Open.DIRECTORY | Open.NOFOLLOW, 0)) {
                        walk(inner, child);
                    }
                }
                // A folder that was only passed through on the way is no change, one with changes below it is.
                if (before == null || changes.size() > place || !sameFolder(stat, before)) {
                    Change.Kind kind = before == null ? Change.Kind.ADDED : Change.Kind.MODIFIED;
                    changes.add(place, new Change(Raw.text(child), kind));
                }
            }
        }

        private boolean sameFolder(FileStat stat, FileStat before) {
            return stat.isFolder()
                    && before.isFolder()
                    && stat.mode() == before.mode()
                    && ids.containerUid(stat.uid()) == before.uid()
                    && ids.containerGid(stat.gid()) == before.gid()
                    && stat.seconds() == before.seconds();
        }

        private @Nullable FileStat below(String path, String name) {
            for (Fd lower : lowers) {
                try (Fd parent = kernel.openIn(lower, path, Open.PATH | Open.DIRECTORY | Open.NOFOLLOW)) {
                    FileStat stat = kernel.find(parent, name);
                    if (stat != null) {
                        return stat.isWhiteout() ? null : stat;
                    }
                    if (kernel.attribute(parent, "", "trusted.overlay.opaque") != null) {
                        return null;
                    }
                } catch (KernelException failure) {
                    if (!failure.is(Errno.ENOENT) && !failure.is(Errno.ENOTDIR) && !failure.is(Errno.ELOOP)) {
                        throw failure;
                    }
                }
            }
            return null;
        }
    }
}
