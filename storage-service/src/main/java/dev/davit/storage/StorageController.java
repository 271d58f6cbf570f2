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
import dev.davit.storage.image.ArchiveImporter;
import dev.davit.storage.image.ArchiveLoader;
import dev.davit.storage.image.ArchiveSaver;
import dev.davit.storage.image.History;
import dev.davit.storage.image.ImagePrunes;
import dev.davit.storage.image.ImageRemovals;
import dev.davit.storage.image.ImageStore;
import dev.davit.storage.image.Images;
import dev.davit.storage.progress.ByteStream;
import dev.davit.storage.progress.ProgressStream;
import dev.davit.storage.reference.Reference;
import dev.davit.storage.snapshot.ContainerFiles;
import dev.davit.storage.snapshot.Differences;
import dev.davit.storage.snapshot.Roots;
import dev.davit.storage.snapshot.Snapshots;
import dev.davit.storage.transfer.Pulls;
import dev.davit.storage.transfer.Pushes;
import dev.davit.storage.volume.Volumes;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.RestController;

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
    private final Pulls pulls;
    private final Pushes pushes;
    private final ProgressStream streams;
    private final History history;
    private final ArchiveImporter importer;
    private final ArchiveSaver saver;
    private final ImagePrunes prunes;
    private final Differences differences;
    private final ContainerFiles files;
    private final HostStatus host;
    private final ByteStream bytes;

    StorageController(
            Images images,
            ImageStore store,
            ImageRemovals removals,
            ArchiveLoader loader,
            Snapshots snapshots,
            Roots roots,
            Volumes volumes,
            Workers workers,
            Pulls pulls,
            Pushes pushes,
            ProgressStream streams,
            History history,
            ArchiveImporter importer,
            ArchiveSaver saver,
            ImagePrunes prunes,
            Differences differences,
            ContainerFiles files,
            HostStatus host,
            ByteStream bytes) {
        this.images = images;
        this.store = store;
        this.removals = removals;
        this.loader = loader;
        this.snapshots = snapshots;
        this.roots = roots;
        this.volumes = volumes;
        this.workers = workers;
        this.pulls = pulls;
        this.pushes = pushes;
        this.streams = streams;
        this.history = history;
        this.importer = importer;
        this.saver = saver;
        this.prunes = prunes;
        this.differences = differences;
        this.files = files;
        this.host = host;
        this.bytes = bytes;
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
        return history.of(ref);
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
        return streams.ended(workers.call(() -> loader.load(tar.getInputStream())));
    }

    @Override
    public InputStream importImage(
            @Nullable String target,
            @Nullable String message,
            @Nullable String platform,
            List<String> changes,
            InputStreamResource tar) {
        String id = workers.call(() -> importer.load(target, message, platform, changes, tar.getInputStream()));
        return streams.ended(List.of(Progress.result(Map.of("id", id))));
    }

    @Override
    public InputStream save(List<String> refs) {
        Map<String, List<Reference>> selected = saver.select(refs);
        return bytes.of(out -> saver.save(selected, out), () -> {});
    }

    @Override
    public InputStream pull(String ref, @Nullable String platform, RegistryAuth auth) {
        return pulls.pull(ref, platform, auth);
    }

    @Override
    public InputStream push(String ref, boolean all, RegistryAuth auth) {
        return pushes.push(ref, all, auth);
    }

    @Override
    public ImagePrune pruneImages(PruneFilter filter) {
        return workers.call(() -> prunes.prune(filter));
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
    public void removeSnapshot(String id, boolean volumes) {
        snapshots.remove(id, volumes);
    }

    @Override
    public UserIds user(String id, MountRequest request) {
        return roots.user(id, request);
    }

    @Override
    public SnapshotSize size(String id) {
        return differences.size(id);
    }

    @Override
    public List<Change> changes(String id) {
        return workers.call(() -> differences.changes(id));
    }

    @Override
    public InputStream export(String id) {
        return files.export(id);
    }

    @Override
    public PathStat stat(String id, String path, int pid) {
        return files.stat(id, path, pid);
    }

    @Override
    public InputStream readArchive(String id, String path, int pid) {
        return files.read(id, path, pid);
    }

    @Override
    public void writeArchive(
            String id,
            String path,
            boolean noOverwriteDirNonDir,
            boolean copyUidGid,
            int pid,
            InputStreamResource tar) {
        workers.call(() -> {
            files.write(id, path, noOverwriteDirNonDir, copyUidGid, pid, tar.getInputStream());
            return true;
        });
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
        return workers.call(host::usage);
    }

    @Override
    public StorageStatus status() {
        return host.status();
    }
}
