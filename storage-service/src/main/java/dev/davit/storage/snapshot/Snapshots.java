package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.Snapshot;
import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.contracts.storage.SnapshotSpec;
import dev.davit.contracts.storage.SnapshotSpec.VolumeMount;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.distribution.Platform;
import dev.davit.storage.ids.IdMap;
import dev.davit.storage.image.ImageRemovals;
import dev.davit.storage.image.ImageStore;
import dev.davit.storage.image.ImageUsers;
import dev.davit.storage.image.Images;
import dev.davit.storage.volume.Volumes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The snapshots of this host. */
@Component
public class Snapshots implements ImageUsers {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

    private final Images images;
    private final ImageStore store;
    private final ImageRemovals removals;
    private final Volumes volumes;
    private final SnapshotFolders folders;
    private final SnapshotMounts mounts;
    private final CopyUp copyUp;
    private final SnapshotStore rows;
    private final Map<String, Entry> known = new ConcurrentHashMap<>();

    Snapshots(
            Images images,
            ImageStore store,
            ImageRemovals removals,
            Volumes volumes,
            SnapshotFolders folders,
            SnapshotMounts mounts,
            CopyUp copyUp,
            SnapshotStore rows) {
        this.images = images;
        this.store = store;
        this.removals = removals;
        this.volumes = volumes;
        this.folders = folders;
        this.mounts = mounts;
        this.copyUp = copyUp;
        this.rows = rows;
    }

    /** Reads the rows; a folder without one is what a crash left of a snapshot, and goes. */
    public void recover() {
        for (SnapshotRow row : rows.all()) {
            known.put(row.id(), entry(row, volumes.of(row.id())));
        }
        mounts.recover();
        for (String id : folders.all()) {
            if (!known.containsKey(id)) {
                mounts.detach(id);
                folders.remove(id);
            }
        }
    }

    private Entry entry(SnapshotRow row, List<AttachedVolume> attached) {
        List<AttachedVolume> prepared =
                attached.stream().filter(volumes::hasOptions).toList();
        return new Entry(row.id(), row.imageId(), row.diffIds(), attached, prepared, row.ephemeral(), row.ids());
    }

    /** Makes a snapshot with its volumes. */
    public Snapshot create(SnapshotSpec spec) {
        if (!ID.matcher(spec.id()).matches()) {
            throw DavitException.invalid("invalid snapshot id: " + spec.id());
        }
        IdMap ids = IdMap.of(spec.ids());
        List<VolumeMount> wanted;
        Entry entry;
        Image image;
        // An image that is being removed at this moment keeps its layers, or is not found.
        store.changing().lock();
        try {
            image = images.one(spec.image());
            requirePlatform(spec, image);
            wanted = wanted(spec, image);
            if (known.containsKey(spec.id())) {
                throw DavitException.conflict("snapshot " + spec.id() + " exists");
            }
            folders.make(spec.id(), ids);
            entry = stored(new SnapshotRow(spec.id(), image.id(), image.layers(), spec.ephemeral(), ids), wanted);
            known.put(spec.id(), entry);
        } finally {
            store.changing().unlock();
        }
        fill(entry, wanted);
        return new Snapshot(spec.id(), image, entry.volumes());
    }

    private Entry stored(SnapshotRow row, List<VolumeMount> wanted) {
        try {
            return entry(row, rows.add(row, wanted));
        } catch (RuntimeException failure) {
            folders.remove(row.id());
            throw failure;
        }
    }

    private void fill(Entry entry, List<VolumeMount> wanted) {
        try {
            for (int i = 0; i < wanted.size(); i++) {
                copyUp.give(entry, entry.volumes().get(i));
                if (!wanted.get(i).noCopy()) {
                    copyUp.fill(entry, entry.volumes().get(i));
                }
            }
        } catch (RuntimeException failure) {
            remove(entry.id(), true);
            throw failure;
        }
    }

    private static void requirePlatform(SnapshotSpec spec, Image image) {
        String platform = spec.platform();
        if (platform == null || platform.isEmpty()) {
            return;
        }
        Platform offered = new Platform(image.os(), image.architecture(), image.variant()).normalized();
        if (!Platform.parse(platform).normalized().accepts(offered)) {
            throw DavitException.notFound("image with reference " + spec.image()
                    + " was found but does not provide the specified platform (" + platform + ")");
        }
    }

    private static List<VolumeMount> wanted(SnapshotSpec spec, Image image) {
        List<VolumeMount> wanted = new ArrayList<>(spec.volumes());
        Set<String> taken = spec.volumes().stream()
                .map(volume -> trimmed(volume.target()))
                .collect(Collectors.toCollection(HashSet::new));
        spec.covered().forEach(path -> taken.add(trimmed(path)));
        for (String path : image.config().volumes()) {
            if (taken.add(trimmed(path))) {
                wanted.add(new VolumeMount(null, trimmed(path), false, null, Map.of(), Map.of()));
            }
        }
        return wanted;
    }

    private static String trimmed(String path) {
        return Path.of("/").resolve(path).normalize().toString();
    }

    /** One snapshot. */
    public Snapshot one(String id) {
        Entry entry = entry(id);
        return new Snapshot(id, images.byId(entry.imageId()), entry.volumes());
    }

    /** Ids of every snapshot. */
    public List<String> all() {
        return known.keySet().stream().sorted().toList();
    }

    Entry entry(String id) {
        Entry entry = known.get(id);
        if (entry == null) {
            throw DavitException.notFound("No such snapshot: " + id);
        }
        return entry;
    }

    /** Removes a snapshot, if it is there. */
    public void remove(String id, boolean withVolumes) {
        Entry entry = known.get(id);
        if (entry == null) {
            return;
        }
        mounts.release(entry, prepared -> inUse(prepared, id));
        rows.remove(id);
        known.remove(id);
        folders.remove(id);
        if (withVolumes && !entry.volumes().isEmpty()) {
            volumes.removeAnonymous(entry.volumes());
        }
        if (!store.exists(entry.imageId())) {
            removals.collect(); // it was removed by force, and its layers waited for this container
        }
    }

    boolean inUse(AttachedVolume volume, String exceptBy) {
        return known.values().stream()
                .filter(entry -> !entry.id().equals(exceptBy))
                .filter(entry ->
                        entry.prepared().stream().anyMatch(used -> used.name().equals(volume.name())))
                .anyMatch(entry -> mounts.mounted(entry.id()));
    }

    // who stands on images

    @Override
    public List<String> containers(String imageId) {
        return known.values().stream()
                .filter(entry -> entry.imageId().equals(imageId))
                .map(Entry::id)
                .toList();
    }

    @Override
    public boolean running(String container) {
        return mounts.mounted(container);
    }

    @Override
    public Set<String> images() {
        return known.values().stream().map(Entry::imageId).collect(Collectors.toSet());
    }

    @Override
    public Set<String> layers() {
        return known.values().stream()
                .flatMap(entry -> entry.diffIds().stream())
                .collect(Collectors.toSet());
    }
}
