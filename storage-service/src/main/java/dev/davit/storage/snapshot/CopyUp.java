package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.storage.archive.TreeCopy;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.volume.Volumes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an image has at the place of a volume goes into the volume, when that is empty. */
@Component
class CopyUp {

    private final Kernel kernel;
    private final SnapshotMounts mounts;
    private final Volumes volumes;

    CopyUp(Kernel kernel, SnapshotMounts mounts, Volumes volumes) {
        this.kernel = kernel;
        this.mounts = mounts;
        this.volumes = volumes;
    }

    /** A new volume belongs to root, which in a user namespace is somebody else. */
    void give(Entry entry, AttachedVolume volume) {
        if (!entry.ids().mapped() || volumes.hasOptions(volume)) {
            return;
        }
        try (Fd data = kernel.open(Raw.raw(volume.source()), Open.READ | Open.DIRECTORY)) {
            FileStat stat = kernel.stat(data, "");
            if (stat.uid() == 0 && stat.gid() == 0 && kernel.list(data).isEmpty()) {
                kernel.own(data, "", entry.ids().hostUid(0), entry.ids().hostGid(0));
            }
        }
    }

    void fill(Entry entry, AttachedVolume volume) {
        volumes.mount(volume);
        try (Fd data = kernel.open(Raw.raw(volume.source()), Open.READ | Open.DIRECTORY)) {
            if (!kernel.list(data).isEmpty()) {
                return;
            }
            try (SnapshotMounts.Lease lease = mounts.lease(entry);
                    Fd root = lease.open();
                    Fd source = folder(root, Raw.raw(volume.target()))) {
                if (source != null) {
                    TreeCopy.contents(kernel, source, data);
                }
            }
        }
    }

    private @Nullable Fd folder(Fd root, String path) {
        try {
            return kernel.openIn(root, path, Open.READ | Open.DIRECTORY);
        } catch (KernelException failure) {
            if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR) || failure.is(Errno.ELOOP)) {
                return null;
            }
            throw failure;
        }
    }
}
