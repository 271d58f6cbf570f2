package dev.davit.fakehost;

import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.DistributionApi;
import dev.davit.contracts.storage.HistoryEntry;
import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImageConfig;
import dev.davit.contracts.storage.ImagePrune;
import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.contracts.storage.LoginApi;
import dev.davit.contracts.storage.LoginResult;
import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.MountedSnapshot;
import dev.davit.contracts.storage.PathStat;
import dev.davit.contracts.storage.Progress;
import dev.davit.contracts.storage.PruneFilter;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.contracts.storage.RemoteImage;
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
import dev.davit.platform.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** A storage with one image, and volumes in memory. */
@RestController
public class FakeStorage implements StorageApi, DistributionApi, LoginApi {

    public final List<String> calls = new ArrayList<>();
    public volatile RegistryAuth auth;
    final Map<String, Volume> volumes = new ConcurrentHashMap<>();
    private final JsonMapper json;

    FakeStorage(JsonMapper json) {
        this.json = json;
    }

    public void clear() {
        calls.clear();
        volumes.clear();
    }

    @Override
    public List<Image> images() {
        return List.of(image("busybox"));
    }

    @Override
    public Image image(String ref) {
        if (ref.contains("absent")) {
            throw DavitException.notFound("No such image: " + ref);
        }
        calls.add("image " + ref);
        ImageConfig config = new ImageConfig(
                "",
                List.of("80/tcp"),
                List.of("PATH=/bin"),
                null,
                List.of("sh"),
                List.of(),
                "",
                Map.of("a", "b"),
                null,
                null,
                List.of(),
                List.of());
        return new Image(
                "sha256:" + "a".repeat(64),
                List.of("busybox:latest"),
                List.of("busybox@sha256:" + "b".repeat(64)),
                Instant.parse("2026-01-02T03:04:05Z"),
                "amd64",
                "linux",
                "",
                "",
                "",
                config,
                4_261_550,
                List.of("sha256:" + "c".repeat(64)),
                "sha256:" + "c".repeat(64),
                null,
                "overlay2",
                List.of("x"));
    }

    @Override
    public List<HistoryEntry> history(String ref) {
        return List.of(new HistoryEntry(
                image(ref).id(), Instant.parse("2026-01-02T03:04:05Z"), "CMD [\"sh\"]", "", 0, List.of()));
    }

    @Override
    public void tag(String ref, String target) {
        calls.add("tag " + ref + " " + target);
    }

    @Override
    public List<ImageRemoval> removeImage(String ref, boolean force, boolean noPrune) {
        calls.add("remove " + ref + " " + force + " " + noPrune);
        return List.of(new ImageRemoval(ref, null), new ImageRemoval(null, "sha256:abc"));
    }

    @Override
    public InputStream load(boolean quiet, InputStreamResource tar) {
        calls.add("load " + quiet + " " + length(tar));
        return lines(Progress.stream("Loaded image: busybox:latest\n"), Progress.result(Map.of("id", "sha256:abc")));
    }

    private static int length(InputStreamResource tar) {
        try (InputStream in = tar.getInputStream()) {
            return in.readAllBytes().length;
        } catch (IOException failure) {
            throw DavitException.internal("cannot read", failure);
        }
    }

    private InputStream lines(Progress... steps) {
        StringBuilder lines = new StringBuilder();
        for (Progress step : steps) {
            lines.append(json.writeValueAsString(step)).append('\n');
        }
        return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream importImage(
            String target, String message, String platform, List<String> changes, InputStreamResource tar) {
        calls.add("import " + target + " " + message + " " + changes + " " + length(tar));
        return lines(Progress.result(Map.of("id", "sha256:abc")));
    }

    @Override
    public InputStream save(List<String> refs) {
        return new ByteArrayInputStream(("tar of " + refs).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream pull(String ref, String platform, RegistryAuth given) {
        auth = given;
        calls.add("pull " + ref + " " + platform);
        if (ref.contains("absent")) {
            throw DavitException.notFound("manifest for " + ref + " not found: manifest unknown: manifest unknown");
        }
        if (ref.contains("later")) {
            return lines(Progress.error("pull access denied for late, repository does not exist"));
        }
        if (ref.contains("broken")) {
            return lines(Progress.status("latest", "Pulling from library/broken"), Progress.error("disk full"));
        }
        return lines(
                Progress.status("latest", "Pulling from library/busybox"),
                Progress.bytes("abcdef", "Downloading", 1_000_000, 2_000_000),
                Progress.status("abcdef", "Pull complete"),
                Progress.status(null, "Digest: sha256:abc"),
                Progress.status(null, "Status: Downloaded newer image for busybox:latest"));
    }

    @Override
    public InputStream push(String ref, boolean all, RegistryAuth given) {
        auth = given;
        calls.add("push " + ref + " " + all);
        return lines(
                Progress.status(null, "The push refers to repository [docker.io/library/busybox]"),
                Progress.status("abcdef", "Pushed"),
                Progress.result(Map.of("tag", "latest", "digest", "sha256:abc", "size", 527)));
    }

    @Override
    public ImagePrune pruneImages(PruneFilter filter) {
        calls.add("prune images " + filter);
        return new ImagePrune(List.of(new ImageRemoval(null, "sha256:abc")), 42);
    }

    @Override
    public List<Volume> volumes() {
        return List.copyOf(volumes.values());
    }

    @Override
    public Volume volume(String name) {
        Volume volume = volumes.get(name);
        if (volume == null) {
            throw DavitException.notFound("get " + name + ": no such volume");
        }
        return volume;
    }

    @Override
    public Volume createVolume(VolumeSpec spec) {
        String name = spec.name() == null ? "anonymous" : spec.name();
        Volume volume = new Volume(
                name,
                "local",
                "/vol/" + name,
                Instant.parse("2026-01-02T03:04:05Z"),
                spec.labels(),
                spec.options(),
                spec.name() == null,
                List.of());
        volumes.put(name, volume);
        return volume;
    }

    @Override
    public void removeVolume(String name, boolean force) {
        if (volumes.remove(name) == null && !force) {
            throw DavitException.notFound("get " + name + ": no such volume");
        }
    }

    @Override
    public VolumePrune pruneVolumes(PruneFilter filter) {
        calls.add("prune volumes " + filter);
        return new VolumePrune(List.of("old"), 7);
    }

    @Override
    public StorageUsage usage() {
        return new StorageUsage(
                4_261_550, Map.of(), Map.of("data", 12L), Map.of(image("x").id(), 5L));
    }

    @Override
    public StorageStatus status() {
        return new StorageStatus(1, "overlay2", Map.of("Backing Filesystem", "extfs"), "/var/lib/davit");
    }

    @Override
    public RemoteImage inspect(String ref, RegistryAuth given) {
        auth = given;
        return new RemoteImage(
                "application/vnd.oci.image.index.v1+json",
                "sha256:" + "d".repeat(64),
                1234,
                List.of(new RemoteImage.ImagePlatform("linux", "arm64", "v8", "", List.of())));
    }

    @Override
    public LoginResult login(RegistryAuth given) {
        auth = given;
        if (!"right".equals(given.password())) {
            throw new DavitException(ErrorKind.UNAUTHENTICATED, "unauthorized: incorrect username or password");
        }
        return new LoginResult("");
    }

    @Override
    public Snapshot createSnapshot(SnapshotSpec spec) {
        throw unused();
    }

    @Override
    public List<String> snapshots() {
        throw unused();
    }

    @Override
    public Snapshot snapshot(String id) {
        throw unused();
    }

    @Override
    public MountedSnapshot mount(String id, MountRequest request) {
        throw unused();
    }

    @Override
    public void unmount(String id) {
        throw unused();
    }

    @Override
    public void removeSnapshot(String id, boolean withVolumes) {
        throw unused();
    }

    @Override
    public UserIds user(String id, MountRequest request) {
        throw unused();
    }

    @Override
    public SnapshotSize size(String id) {
        throw unused();
    }

    @Override
    public List<Change> changes(String id) {
        throw unused();
    }

    @Override
    public InputStream export(String id) {
        throw unused();
    }

    @Override
    public PathStat stat(String id, String path, int pid) {
        throw unused();
    }

    @Override
    public InputStream readArchive(String id, String path, int pid) {
        throw unused();
    }

    @Override
    public void writeArchive(
            String id, String path, boolean noOverwriteDirNonDir, boolean copyUidGid, int pid, InputStreamResource t) {
        throw unused();
    }

    private static DavitException unused() {
        return DavitException.notImplemented("the gateway does not need this");
    }
}
