package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Overlay;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.kernel.Trees;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.volume.Volumes;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Mounts snapshots. Whether one is mounted is asked of the kernel each time, which costs a microsecond and is right
 * also after this service was killed.
 */
@Component
class SnapshotMounts {

    private static final int STRIPES = 64;

    private final Kernel kernel;
    private final SnapshotFolders folders;
    private final LayerStore layers;
    private final MappedLayers mapped;
    private final Volumes volumes;
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private final Map<String, Integer> leases = new ConcurrentHashMap<>();

    SnapshotMounts(Kernel kernel, SnapshotFolders folders, LayerStore layers, MappedLayers mapped, Volumes volumes) {
        this.kernel = kernel;
        this.folders = folders;
        this.layers = layers;
        this.mapped = mapped;
        this.volumes = volumes;
        Arrays.setAll(locks, i -> new ReentrantLock());
    }

    boolean mounted(String id) {
        try (Fd folder = kernel.open(Raw.raw(folders.of(id).toString()), Open.PATH | Open.DIRECTORY)) {
            FileStat merged = kernel.find(folder, "merged");
            return merged != null && merged.mountRoot();
        } catch (KernelException failure) {
            if (failure.is(Errno.ENOENT)) {
                return false;
            }
            throw failure;
        }
    }

    /** Mounts a container's root file system and those of its volumes that need it. */
    String mount(Entry entry) {
        folders.letPass(entry.ids());
        locked(entry.id(), () -> {
            mountRoot(entry);
            leases.remove(entry.id()); // from now on it stays, whoever else reads it
        });
        entry.prepared().forEach(volumes::mount);
        return folders.merged(entry.id()).toString();
    }

    private void mountRoot(Entry entry) {
        if (mounted(entry.id())) {
            return;
        }
        String id = entry.id();
        if (entry.ephemeral()) {
            forgetVolatile(id);
        }
        if (entry.ids().mapped()) {
            mapped.use(entry, lowers(entry), lowers -> mountOverlay(entry, lowers));
        } else {
            mountOverlay(entry, lowers(entry));
        }
    }

    private void mountOverlay(Entry entry, List<String> lowers) {
        String id = entry.id();
        Overlay overlay = new Overlay(
                lowers,
                Raw.raw(folders.upper(id).toString()),
                Raw.raw(folders.work(id).toString()),
                entry.ephemeral());
        kernel.mountOverlay(overlay, Raw.raw(folders.merged(id).toString()));
    }

    /** Lets go of what a crash left. */
    void recover() {
        mapped.recover();
    }

    // A volatile mount leaves a mark on which the next one fails. After a crash of the host, which it is about, there
    // is no next one: the container is removed.
    private void forgetVolatile(String id) {
        if (Files.exists(folders.work(id).resolve("work/incompat"))) {
            String work = Raw.raw(folders.work(id).resolve("work").toString());
            try (Fd parent = kernel.open(work, Open.PATH | Open.DIRECTORY)) {
                Trees.remove(kernel, parent, "incompat");
            }
        }
    }

    /** Folders of the layers, topmost first. */
    List<String> lowers(Entry entry) {
        List<String> lowers = new ArrayList<>();
        for (String diffId : entry.diffIds().reversed()) {
            lowers.add(Raw.raw(layers.diff(layers.find(diffId)
                            .orElseThrow(() -> new IllegalStateException("layer " + diffId + " is missing")))
                    .toString()));
        }
        return lowers.isEmpty() ? List.of(Raw.raw(folders.empty().toString())) : lowers;
    }

    /** Unmounts it, and its volumes unless others use them. */
    void release(Entry entry, Predicate<AttachedVolume> inUse) {
        detach(entry.id());
        entry.prepared().stream().filter(inUse.negate()).forEach(volumes::unmount);
    }

    void detach(String id) {
        locked(id, () -> {
            if (mounted(id)) {
                kernel.unmount(Raw.raw(folders.merged(id).toString()));
            }
        });
    }

    /** The mounted root for as long as something reads or writes it, whether the container runs or not. */
    Lease lease(Entry entry) {
        String id = entry.id();
        locked(id, () -> {
            if (leases.containsKey(id) || !mounted(id)) {
                mountRoot(entry);
                leases.merge(id, 1, Integer::sum);
            }
        });
        return new Lease(id);
    }

    private void end(String id) {
        locked(id, () -> {
            Integer left = leases.computeIfPresent(id, (key, count) -> count - 1);
            if (left != null && left == 0) {
                leases.remove(id);
                if (mounted(id)) {
                    kernel.unmount(Raw.raw(folders.merged(id).toString()));
                }
            }
        });
    }

    private void locked(String id, Runnable work) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), STRIPES)];
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Ends with {@link #close}. */
    final class Lease implements AutoCloseable {

        private final String id;
        private boolean ended;

        private Lease(String id) {
            this.id = id;
        }

        Fd open() {
            return kernel.open(Raw.raw(folders.merged(id).toString()), Open.PATH | Open.DIRECTORY);
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                end(id);
            }
        }
    }
}
