package dev.davit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.MountedSnapshot;
import dev.davit.contracts.storage.PathStat;
import dev.davit.contracts.storage.PruneFilter;
import dev.davit.contracts.storage.Snapshot;
import dev.davit.contracts.storage.SnapshotSpec;
import dev.davit.contracts.storage.SnapshotSpec.VolumeMount;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.contracts.storage.VolumeSpec;
import dev.davit.platform.client.ServiceClients;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import dev.davit.storage.archive.TarEntry;
import dev.davit.storage.archive.TarReader;
import dev.davit.storage.archive.TarWriter;
import dev.davit.storage.blob.Digests;
import dev.davit.storage.snapshot.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.InputStreamResource;

/** The whole service over its socket, with busybox, as root. */
class StorageServiceIT {

    private static final PruneFilter EVERYTHING = new PruneFilter(true, List.of(), List.of(), null);
    private static final MountRequest ROOT = new MountRequest(null, List.of());

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext service;
    private static StorageApi storage;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(folder.resolve("run/storage"));
        service = run();
        storage = service.getBean(ServiceClients.class)
                .create(StorageApi.class, "storage", folder.resolve("run/storage/storage.sock"));
    }

    private static ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(StorageApplication.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "davit.run-dir=" + folder.resolve("run"),
                        "davit.state-dir=" + folder.resolve("state"),
                        "davit.name=davit-test-storage",
                        "davit.storage.layer.max-entries=1000",
                        "logging.structured.format.console=")
                .run();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void clean() {
        storage.snapshots().forEach(id -> storage.removeSnapshot(id, true));
        storage.pruneImages(EVERYTHING);
        storage.pruneVolumes(EVERYTHING);
    }

    // archives

    private static byte[] layer(String motd) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.folder("bin/", 0755, 0);
        tar.file("bin/busybox", 0755, 0, Files.readAllBytes(Path.of("/bin/busybox")));
        tar.header(new TarEntry(
                "bin/sh", TarEntry.Type.SYMLINK, 0777, 0, 0, 0, 0, 0, 0, "busybox", 0, 0, List.of(), Map.of()));
        tar.folder("etc/", 0755, 0);
        tar.file("etc/passwd", 0644, 0, text("root:x:0:0:root:/root:/bin/sh\nu:x:1000:1000::/home/u:/bin/sh\n"));
        tar.file("etc/group", 0644, 0, text("root:x:0:\nwheel:x:10:root,u\n"));
        tar.file("etc/motd", 0644, 0, text(motd));
        tar.folder("data/", 01777, 0);
        tar.file("data/seed", 0640, 0, text("seed"));
        tar.end();
        return bytes.toByteArray();
    }

    private static byte[] archive(byte[] layer, String diffId, String... tags) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file("layer.tar", 0644, 0, layer);
        tar.file(
                "config.json",
                0644,
                0,
                text("{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2026-01-01T00:00:00Z\",\"config\":"
                        + "{\"Env\":[\"PATH=/bin\"],\"Cmd\":[\"sh\"],\"Volumes\":{\"/data\":{}}},\"rootfs\":"
                        + "{\"type\":\"layers\",\"diff_ids\":[\"" + diffId + "\"]},\"history\":"
                        + "[{\"created_by\":\"ADD\"},{\"created_by\":\"CMD\",\"empty_layer\":true}]}"));
        String names = String.join("\",\"", tags);
        tar.file(
                "manifest.json",
                0644,
                0,
                text("[{\"Config\":\"config.json\",\"RepoTags\":" + (tags.length == 0 ? "null" : "[\"" + names + "\"]")
                        + ",\"Layers\":[\"./layer.tar\"]}]"));
        tar.end();
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static InputStreamResource body(byte[] content) {
        return new InputStreamResource(new ByteArrayInputStream(content));
    }

    private static String said(InputStream answer) throws IOException {
        try (answer) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Image load(String... tags) throws IOException {
        byte[] layer = layer("hello");
        said(storage.load(true, body(archive(layer, Digests.of(layer), tags))));
        return storage.image(tags[0]);
    }

    private static Snapshot snapshot(String id, VolumeMount... volumes) {
        return storage.createSnapshot(new SnapshotSpec(id, "busybox", null, List.of(volumes), List.of(), false));
    }

    private static List<String> leftBehind() throws IOException {
        List<String> names = new ArrayList<>();
        for (String place : List.of("layers", "incoming", "blobs/sha256")) {
            try (var files = Files.list(folder.resolve("state/storage").resolve(place))) {
                files.forEach(file -> names.add(place + "/" + file.getFileName()));
            }
        }
        return names;
    }

    // load

    @Test
    void loadedImageIsShown() throws IOException {
        byte[] layer = layer("hello");
        assertThat(said(storage.load(true, body(archive(layer, Digests.of(layer), "busybox:latest", "t/b:1")))))
                .contains("Loaded image: busybox:latest\\n")
                .contains("Loaded image: t/b:1\\n");
        Image image = storage.image("busybox");
        assertThat(image.layers()).containsExactly(Digests.of(layer));
        assertThat(image.chainId()).isEqualTo(Digests.of(layer));
        assertThat(image.tags()).containsExactly("busybox:latest", "t/b:1");
        assertThat(storage.image(image.id().substring(7, 19)).id()).isEqualTo(image.id());
        assertThat(storage.history("busybox")).hasSize(2).first().satisfies(step -> {
            assertThat(step.imageId()).isEqualTo(image.id());
            assertThat(step.size()).isZero();
        });
    }

    @Test
    void loadTakesCompressedArchivesAndLayers() throws IOException {
        byte[] layer = layer("hello");
        said(storage.load(true, body(gzip(archive(gzip(layer), Digests.of(layer), "busybox:latest")))));
        assertThat(storage.image("busybox").layers()).containsExactly(Digests.of(layer));
    }

    @Test
    void loadWithoutNameSaysTheId() throws IOException {
        byte[] layer = layer("hello");
        assertThat(said(storage.load(true, body(archive(layer, Digests.of(layer))))))
                .contains("Loaded image ID: sha256:");
    }

    @Test
    void loadWithForgedDiffIdLeavesNothing() throws IOException {
        byte[] archive = archive(layer("hello"), Digests.of(text("other")), "busybox:latest");
        assertRefused(archive, "invalid diffID for layer 0");
    }

    @Test
    void loadOfCutArchiveLeavesNothing() throws IOException {
        byte[] layer = layer("hello");
        byte[] archive = archive(layer, Digests.of(layer), "busybox:latest");
        assertRefused(java.util.Arrays.copyOf(archive, 100_000), "unexpected EOF");
    }

    @Test
    void loadOfBombLeavesNothing() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        for (int i = 0; i < 1100; i++) {
            tar.file("f" + i, 0644, 0, new byte[0]);
        }
        tar.end();
        byte[] layer = bytes.toByteArray();
        assertRefused(archive(gzip(layer), Digests.of(layer), "busybox:latest"), "more than 1000 entries");
    }

    private static void assertRefused(byte[] archive, String message) throws IOException {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.load(true, body(archive)))
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID));
        assertThat(storage.images()).isEmpty();
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void savedImageLoadsAsTheSame() throws IOException {
        Image image = load("busybox:latest");
        byte[] saved;
        try (InputStream answer = storage.save(List.of("busybox"))) {
            saved = answer.readAllBytes();
        }
        storage.removeImage("busybox", false, false);
        assertThat(leftBehind()).isEmpty();
        said(storage.load(true, body(saved)));
        assertThat(storage.image("busybox").id()).isEqualTo(image.id());
    }

    @Test
    void importMakesAnImageOfATar() throws IOException {
        String answer = said(storage.importImage(
                "imported:1", "note", null, List.of("CMD [\"sh\"]", "", "ENV A=b"), body(gzip(layer("hello")))));
        Image image = storage.image("imported:1");
        assertThat(answer).contains(image.id());
        assertThat(image.config().command()).containsExactly("sh");
        assertThat(image.config().env()).containsExactly("A=b");
        assertThat(image.comment()).isEqualTo("note");
    }

    // removal

    @Test
    void absentImageIsNamedWithItsTag() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.image("nosuch"))
                .withMessage("No such image: nosuch:latest");
    }

    @Test
    void imageOfContainerIsNotRemoved() throws IOException {
        Image image = load("busybox:latest");
        snapshot("c1");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.removeImage("busybox", false, false))
                .withMessage(
                        "conflict: unable to remove repository reference \"busybox\" (must force) - container c1 is"
                                + " using its referenced image " + image.id().substring(7, 19));
        storage.mount("c1", ROOT);
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.removeImage(image.id(), true, false))
                .withMessageContaining("(cannot be forced) - image is being used by running container c1");
        storage.unmount("c1");
        assertThat(storage.removeImage("busybox", true, false)).contains(new ImageRemoval("busybox:latest", null));
        assertThat(storage.snapshot("c1").image().id()).isEqualTo(image.id());
        assertThat(storage.mount("c1", ROOT).rootfs()).isNotEmpty(); // its layers are still there
    }

    // snapshots

    @Test
    void mountedSnapshotHasTheTreeAndTheUser() throws IOException {
        load("busybox:latest");
        snapshot("c1");
        MountedSnapshot mounted = storage.mount("c1", new MountRequest("u", List.of("wheel", "77")));
        Path root = Path.of(mounted.rootfs());
        assertThat(root.resolve("etc/motd")).hasContent("hello");
        assertThat(Files.readSymbolicLink(root.resolve("bin/sh"))).isEqualTo(Path.of("busybox"));
        assertThat(mounted.user().uid()).isEqualTo(1000);
        assertThat(mounted.user().groups()).containsExactly(10L, 77L);
        assertThat(mounted.user().home()).isEqualTo("/home/u");
        assertThat(storage.mount("c1", ROOT).user().groups()).containsExactly(10L);
        storage.unmount("c1");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void ephemeralSnapshotIsMountedWithoutSyncingAsOftenAsAsked() throws IOException {
        load("busybox:latest");
        storage.createSnapshot(new SnapshotSpec("c1", "busybox", null, List.of(), List.of(), true));
        for (String content : List.of("first", "second")) {
            Path root = Path.of(storage.mount("c1", ROOT).rootfs());
            assertThat(mountOptions(root)).contains("volatile");
            Files.writeString(root.resolve(content), content);
            storage.unmount("c1");
        }
        assertThat(storage.stat("c1", "/first", 0).size()).isEqualTo(5);
        assertThat(Path.of(storage.mount("c1", ROOT).rootfs()).resolve("second"))
                .hasContent("second");
        snapshot("c2");
        assertThat(mountOptions(Path.of(storage.mount("c2", ROOT).rootfs()))).doesNotContain("volatile");
    }

    private static String mountOptions(Path root) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" " + root + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void unknownUserIsRefusedAndNothingStaysMounted() throws IOException {
        load("busybox:latest");
        snapshot("c1");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.mount("c1", new MountRequest("nobody-here", List.of())))
                .withMessage("unable to find user nobody-here: no matching entries in passwd file");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.mount("c1", new MountRequest("4294967296", List.of())))
                .withMessageContaining("must be in range 0-2147483647");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder + "/state");
    }

    @Test
    void changesAndSizeShowTheWritableLayer() throws IOException {
        load("busybox:latest");
        snapshot("c1");
        Path root = Path.of(storage.mount("c1", ROOT).rootfs());
        Files.writeString(root.resolve("etc/new"), "12345");
        Files.delete(root.resolve("etc/motd"));
        assertThat(storage.changes("c1"))
                .containsExactly(
                        new Change("/etc", Change.Kind.MODIFIED),
                        new Change("/etc/motd", Change.Kind.DELETED),
                        new Change("/etc/new", Change.Kind.ADDED));
        assertThat(storage.size("c1").writable()).isEqualTo(5);
        assertThat(names(storage.export("c1")))
                .contains("etc/new", "bin/busybox")
                .doesNotContain("etc/motd");
    }

    // user namespaces

    private static Snapshot mapped(String id, VolumeMount... volumes) {
        List<IdMappings.Range> ids = List.of(new IdMappings.Range(0, 100_000, 65_536));
        return storage.createSnapshot(
                new SnapshotSpec(id, "busybox", null, List.of(volumes), List.of(), false, new IdMappings(ids, ids)));
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    }

    @Test
    void layersAreSharedByContainersOfOtherIds() throws IOException {
        load("busybox:latest");
        mapped("c1");
        snapshot("c2");
        Path shifted = Path.of(storage.mount("c1", ROOT).rootfs());
        Path plain = Path.of(storage.mount("c2", ROOT).rootfs());
        assertThat(owner(shifted)).isEqualTo("100000:100000");
        assertThat(owner(shifted.resolve("etc/motd"))).isEqualTo("100000:100000");
        assertThat(owner(plain.resolve("etc/motd"))).isEqualTo("0:0");
        Files.writeString(shifted.resolve("etc/motd"), "changed"); // which is copied up
        assertThat(owner(shifted.resolve("etc/motd"))).isEqualTo("100000:100000");
        assertThat(plain.resolve("etc/motd")).hasContent("hello");
        assertThat(storage.changes("c1"))
                .containsExactly(
                        new Change("/etc", Change.Kind.MODIFIED), new Change("/etc/motd", Change.Kind.MODIFIED));
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("/run/storage/mapped/c1 ");
    }

    @Test
    void archivesHaveTheIdsOfTheContainer() throws IOException {
        load("busybox:latest");
        mapped("c1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.header(new TarEntry(
                "new/copied", TarEntry.Type.FILE, 0600, 1000, 10, 0, 0, 0, 0, "", 0, 0, List.of(), Map.of()));
        tar.end();
        service.getBean(Snapshots.class).recover(); // as after a restart, from the table
        storage.writeArchive("c1", "/etc", false, false, 0, body(bytes.toByteArray()));
        assertThat(owners(storage.readArchive("c1", "/etc", 0)))
                .containsEntry("etc/motd", "0:0")
                .containsEntry("etc/new/", "0:0")
                .containsEntry("etc/new/copied", "1000:10");
        assertThat(owners(storage.export("c1"))).containsEntry("etc/new/copied", "1000:10");
        Path root = Path.of(storage.mount("c1", ROOT).rootfs());
        assertThat(owner(root.resolve("etc/new"))).isEqualTo("100000:100000");
        assertThat(owner(root.resolve("etc/new/copied"))).isEqualTo("101000:100010");
    }

    @Test
    void ownerThatIsNotMappedIsNamed() throws IOException {
        load("busybox:latest");
        mapped("c1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.header(
                new TarEntry("copied", TarEntry.Type.FILE, 0600, 65_536, 0, 0, 0, 0, 0, "", 0, 0, List.of(), Map.of()));
        tar.end();
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.writeArchive("c1", "/etc", false, false, 0, body(bytes.toByteArray())))
                .withMessage(
                        "the user 65536 has no id on the host: the container's user namespace maps 0:100000:65536");
    }

    @Test
    void volumeBelongsToTheRootOfTheUserNamespace() throws IOException {
        load("busybox:latest");
        VolumeMount copied = new VolumeMount("copied", "/data", false, null, Map.of(), Map.of());
        VolumeMount empty = new VolumeMount("empty", "/empty", true, null, Map.of(), Map.of());
        Snapshot snapshot = mapped("c1", copied, empty);
        Path data = Path.of(snapshot.volumes().getFirst().source());
        assertThat(owner(data)).isEqualTo("100000:100000");
        assertThat(owner(data.resolve("seed"))).isEqualTo("100000:100000");
        assertThat(owner(Path.of(snapshot.volumes().getLast().source()))).isEqualTo("100000:100000");
        assertThat(owners(storage.readArchive("c1", "/data", 0))).containsEntry("data/seed", "0:0");
    }

    private static Map<String, String> owners(InputStream archive) throws IOException {
        Map<String, String> owners = new HashMap<>();
        try (archive) {
            TarReader tar = new TarReader(archive);
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                owners.put(entry.name(), entry.uid() + ":" + entry.gid());
            }
        }
        return owners;
    }

    private static List<String> names(InputStream archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (archive) {
            TarReader tar = new TarReader(archive);
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                names.add(entry.name());
            }
        }
        return names;
    }

    // docker cp

    @Test
    void filesGoIntoContainersAndOut() throws IOException {
        load("busybox:latest");
        snapshot("c1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file("copied", 0600, 0, text("in"));
        tar.end();
        storage.writeArchive("c1", "/etc", false, false, 0, body(bytes.toByteArray()));
        PathStat stat = storage.stat("c1", "/etc/copied", 0);
        assertThat(stat.size()).isEqualTo(2);
        assertThat(stat.mode()).isEqualTo(0600);
        assertThat(names(storage.readArchive("c1", "/etc/copied", 0))).containsExactly("copied");
        assertThat(names(storage.readArchive("c1", "/bin", 0))).containsExactly("bin/", "bin/busybox", "bin/sh");
        assertThat(storage.stat("c1", "/bin/sh", 0))
                .extracting(PathStat::mode, PathStat::linkTarget)
                .containsExactly(1L << 27 | 0777, "/bin/busybox");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder + "/state");
    }

    @Test
    void absentPathAndWrongTargetAreRefused() throws IOException {
        load("busybox:latest");
        snapshot("c1");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.stat("c1", "/nosuch", 0))
                .withMessage("Could not find the file /nosuch in container c1");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.writeArchive("c1", "/etc/motd", false, false, 0, body(new byte[1024])))
                .withMessage("extraction point is not a directory");
    }

    @Test
    void linksOfContainerLeadNotToTheHost() throws IOException {
        load("busybox:latest");
        snapshot("c1");
        Path root = Path.of(storage.mount("c1", ROOT).rootfs());
        Path secret = Files.writeString(folder.resolve("secret"), "host");
        Files.createSymbolicLink(root.resolve("abs"), folder);
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../../../../../../" + folder));
        for (String link : List.of("abs", "up")) {
            assertThatExceptionOfType(DavitException.class)
                    .isThrownBy(() -> storage.readArchive("c1", "/" + link + "/secret", 0))
                    .withMessageContaining("Could not find the file");
            assertThatExceptionOfType(DavitException.class)
                    .isThrownBy(() -> storage.writeArchive("c1", "/" + link, false, false, 0, body(new byte[1024])))
                    .withMessageContaining("Could not find the file");
        }
        assertThat(secret).hasContent("host");
    }

    // volumes

    @Test
    void volumesAreFilledFromTheImage() throws IOException {
        load("busybox:latest");
        Snapshot made = snapshot(
                "c1",
                new VolumeMount("named", "/etc", false, null, Map.of(), Map.of()),
                new VolumeMount("bare", "/bin", true, null, Map.of(), Map.of()));
        assertThat(made.volumes()).hasSize(3);
        Path named = Path.of(storage.volume("named").mountpoint());
        assertThat(named.resolve("motd")).hasContent("hello");
        assertThat(Path.of(storage.volume("bare").mountpoint())).isEmptyDirectory();
        Snapshot.AttachedVolume anonymous = made.volumes().get(2);
        assertThat(anonymous.anonymous()).isTrue();
        assertThat(Path.of(anonymous.source(), "seed")).hasContent("seed");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.removeVolume("named", false))
                .withMessage("remove named: volume is in use - [c1]");
        storage.removeSnapshot("c1", true);
        assertThat(storage.volumes()).extracting(volume -> volume.name()).containsExactlyInAnyOrder("named", "bare");
        assertThat(named.resolve("motd")).hasContent("hello");
    }

    @Test
    void volumeErrorsReadLikeDockers() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.volume("nosuch"))
                .withMessage("get nosuch: no such volume");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.createVolume(new VolumeSpec("x/y", null, Map.of(), Map.of())))
                .withMessage("create x/y: \"x/y\" includes invalid characters for a local volume name, only"
                        + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use"
                        + " absolute path");
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> storage.createVolume(new VolumeSpec("xy", "nosuch", Map.of(), Map.of())))
                .withMessage("create xy: error looking up volume plugin nosuch: plugin \"nosuch\" not found");
    }

    @Test
    void volumeOptionsAreMountedWithTheContainer() throws IOException {
        load("busybox:latest");
        Map<String, String> options = Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m,uid=7");
        storage.createVolume(new VolumeSpec("memory", null, options, Map.of()));
        snapshot("c1", new VolumeMount("memory", "/mem", true, null, Map.of(), Map.of()));
        storage.mount("c1", ROOT);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).contains("volumes/memory/_data");
        storage.unmount("c1");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("volumes/memory/_data");
    }

    @Test
    void usageAndStatusAreCounted() throws IOException {
        Image image = load("busybox:latest");
        snapshot("c1");
        assertThat(storage.usage().layers()).isEqualTo(image.size());
        assertThat(storage.usage().snapshots()).containsEntry("c1", 0L);
        assertThat(storage.status().driver()).isEqualTo("overlay2");
        assertThat(storage.status().images()).isEqualTo(1);
    }
}
