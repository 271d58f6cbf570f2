package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.MountedSnapshot;
import dev.davit.contracts.storage.UserIds;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import org.springframework.stereotype.Component;

/** Mounted root file systems, and the users in them. */
@Component
public class Roots {

    private final Kernel kernel;
    private final Snapshots snapshots;
    private final SnapshotMounts mounts;
    private final UserLookup users;

    Roots(Kernel kernel, Snapshots snapshots, SnapshotMounts mounts, UserLookup users) {
        this.kernel = kernel;
        this.snapshots = snapshots;
        this.mounts = mounts;
        this.users = users;
    }

    /** Mounts a root file system. */
    public MountedSnapshot mount(String id, MountRequest request) {
        Entry entry = snapshots.entry(id);
        boolean before = mounts.mounted(id);
        String path = mounts.mount(entry);
        try (Fd root = kernel.open(Raw.raw(path), Open.PATH | Open.DIRECTORY)) {
            return new MountedSnapshot(path, users.find(root, request));
        } catch (RuntimeException failure) {
            if (!before) {
                unmount(id);
            }
            throw failure;
        }
    }

    /** Unmounts it, if it is mounted. */
    public void unmount(String id) {
        Entry entry = snapshots.entry(id);
        mounts.release(entry, volume -> snapshots.inUse(volume, id));
    }

    /** A user of it. */
    public UserIds user(String id, MountRequest request) {
        try (SnapshotMounts.Lease lease = mounts.lease(snapshots.entry(id));
                Fd root = lease.open()) {
            return users.find(root, request);
        }
    }
}
