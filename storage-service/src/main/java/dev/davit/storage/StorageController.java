package dev.davit.storage;

import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.HistoryEntry;
import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImagePrune;
import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.MountedSnapshot;
import dev.davit.contracts.storage.PathStat;
import dev.davit.contracts.storage.Progress;
import dev.davit.contracts.storage.PruneFilter;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.contracts.storage.Snapshot;
import dev.davit.contracts.storage.SnapshotSize;
import dev.davit.contracts.storage.SnapshotSpec;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.contracts.storage.StorageStatus;
import dev.davit.contracts.storage.StorageUsage;
import dev.davit.contracts.storage.UserIds;
import dev.davit.contracts.storage.Volume;
import dev.davit.contracts.storage.VolumePrune;
import dev.davit.contracts.storage.VolumeSpec;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.blob.Workers;
import dev.davit.storage.image.ArchiveLoader;
import dev.davit.storage.image.ImageRemovals;
import dev.davit.storage.image.ImageStore;
import dev.davit.storage.image.Images;
import dev.davit.storage.reference.Reference;
import dev.davit.storage.snapshot.Roots;
import dev.davit.storage.snapshot.Snapshots;
import dev.davit.storage.volume.Volumes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The storage contract over HTTP. */
@RestController
class StorageController implements StorageApi {

    private final Images images;
    private final ImageStore store;
    private final ImageRemovals removals;
    private final ArchiveLoader loader;
    private final Snapshots snapshots;
    private final Roots roots;
    private final Volumes volumes;
    private final Workers workers;
    private final JsonMapper json;

    StorageController(
            Images images,
            ImageStore store,
            ImageRemovals removals,
            ArchiveLoader loader,
            Snapshots snapshots,
            Roots roots,
            Volumes volumes,
            Workers workers,
            JsonMapper json) {
        this.images = images;
        this.store = store;
        this.removals = removals;
        this.loader = loader;
        this.snapshots = snapshots;
        this.roots = roots;
        this.volumes = volumes;
        this.workers = workers;
        this.json = json;
    }

    @Override
    public List<Image> images() {
        return images.all();
    }

    @Override
    public Image image(String ref) {
        return images.one(ref);
    }

    @Override
    public List<HistoryEntry> history(String ref) {
        throw DavitException.notImplemented("history is not built yet");
    }

    @Override
    public void tag(String ref, String target) {
        Reference name = Reference.parse(target).tagged();
        if (name.digest() != null) {
            throw DavitException.invalid("refusing to create a tag with a digest reference");
        }
        store.tag(images.resolve(ref), name);
    }

    @Override
    public List<ImageRemoval> removeImage(String ref, boolean force, boolean noPrune) {
        return workers.call(() -> removals.remove(ref, force));
    }

    @Override
    public InputStream load(boolean quiet, InputStreamResource tar) {
        return lines(workers.call(() -> loader.load(tar.getInputStream())));
    }

    private InputStream lines(List<Progress> all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Progress progress : all) {
            out.writeBytes(json.writeValueAsBytes(progress));
            out.write('\n');
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    @Override
    public InputStream importImage(
            @Nullable String target,
            @Nullable String message,
            @Nullable String platform,
            List<String> changes,
            InputStreamResource tar) {
        throw DavitException.notImplemented("import is not built yet");
    }

    @Override
    public InputStream save(List<String> refs) {
        throw DavitException.notImplemented("save is not built yet");
    }

    @Override
    public InputStream pull(String ref, @Nullable String platform, RegistryAuth auth) {
        throw DavitException.notImplemented("pull is not built yet");
    }

    @Override
    public InputStream push(String ref, boolean all, RegistryAuth auth) {
        throw DavitException.notImplemented("push is not built yet");
    }

    @Override
    public ImagePrune pruneImages(PruneFilter filter) {
        throw DavitException.notImplemented("prune is not built yet");
    }

    @Override
    public Snapshot createSnapshot(SnapshotSpec spec) {
        return snapshots.create(spec);
    }

    @Override
    public List<String> snapshots() {
        return snapshots.all();
    }

    @Override
    public Snapshot snapshot(String id) {
        return snapshots.one(id);
    }

    @Override
    public MountedSnapshot mount(String id, MountRequest request) {
        return roots.mount(id, request);
    }

    @Override
    public void unmount(String id) {
        roots.unmount(id);
    }

    @Override
    public void removeSnapshot(String id, boolean withVolumes) {
        snapshots.remove(id, withVolumes);
    }

    @Override
    public UserIds user(String id, MountRequest request) {
        return roots.user(id, request);
    }

    @Override
    public SnapshotSize size(String id) {
        throw DavitException.notImplemented("size is not built yet");
    }

    @Override
    public List<Change> changes(String id) {
        throw DavitException.notImplemented("changes is not built yet");
    }

    @Override
    public InputStream export(String id) {
        throw DavitException.notImplemented("export is not built yet");
    }

    @Override
    public PathStat stat(String id, String path, int pid) {
        throw DavitException.notImplemented("stat is not built yet");
    }

    @Override
    public InputStream readArchive(String id, String path, int pid) {
        throw DavitException.notImplemented("cp is not built yet");
    }

    @Override
    public void writeArchive(
            String id,
            String path,
            boolean noOverwriteDirNonDir,
            boolean copyUidGid,
            int pid,
            InputStreamResource tar) {
        throw DavitException.notImplemented("cp is not built yet");
    }

    @Override
    public List<Volume> volumes() {
        return volumes.all();
    }

    @Override
    public Volume volume(String name) {
        return volumes.one(name);
    }

    @Override
    public Volume createVolume(VolumeSpec spec) {
        return volumes.create(spec);
    }

    @Override
    public void removeVolume(String name, boolean force) {
        volumes.remove(name, force);
    }

    @Override
    public VolumePrune pruneVolumes(PruneFilter filter) {
        return workers.call(() -> volumes.prune(filter));
    }

    @Override
    public StorageUsage usage() {
        throw DavitException.notImplemented("usage is not built yet");
    }

    @Override
    public StorageStatus status() {
        throw DavitException.notImplemented("status is not built yet");
    }
}
