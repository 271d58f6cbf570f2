package dev.davit.storage.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.storage.ids.IdMap;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.LinuxKernel;
import dev.davit.storage.kernel.Open;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile archives, unpacked by root on a real file system beside a file that none of them may touch. */
class UnpackerIT {

    private static final Limits LIMITS = new Limits(1 << 20, 100);

    @TempDir
    Path folder;

    private final LinuxKernel kernel = new LinuxKernel();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);
    private Path root;
    private Path outside;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        outside = Files.writeString(folder.resolve("outside"), "untouched");
    }

    private void unpack(UnpackOptions options) throws IOException {
        tar.end();
        try (Fd fd = kernel.open(root.toString(), Open.READ | Open.DIRECTORY);
                Unpacker unpacker = new Unpacker(kernel, fd, options)) {
            unpacker.unpack(new TarReader(new ByteArrayInputStream(bytes.toByteArray())));
        } finally {
            assertThat(outside).hasContent("untouched");
            assertThat(folder).isDirectoryNotContaining("glob:**/evil");
        }
    }

    private void unpack() throws IOException {
        unpack(UnpackOptions.layer(LIMITS));
    }

    private void refused(String message) {
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(this::unpack)
                .withMessageContaining(message);
    }

    private void file(String name, String content) throws IOException {
        tar.file(name, 0644, 0, content.getBytes(StandardCharsets.UTF_8));
    }

    private void entry(TarEntry.Type type, String name, String link) throws IOException {
        tar.header(new TarEntry(name, type, 0644, 0, 0, 0, 0, 0, 0, link, 1, 3, List.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/../evil"})
    void nameThatClimbsOutIsRefused(String name) throws IOException {
        file(name, "evil");
        refused("is outside of the root");
    }

    @Test
    void absoluteNameStaysWithin() throws IOException {
        file("/etc/x", "in");
        unpack();
        assertThat(root.resolve("etc/x")).hasContent("in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../", "/", "../../../../..", "/proc/self/root"})
    void writeThroughLinkStaysWithin(String target) throws IOException {
        entry(TarEntry.Type.SYMLINK, "link", target);
        file("link/evil-not", "in");
        try {
            unpack();
        } catch (ArchiveException refused) {
            assertThat(refused).hasMessageContaining("link/evil-not");
        }
        assertThat(folder.resolve("evil-not")).doesNotExist();
        assertThat(Path.of("/evil-not")).doesNotExist();
    }

    @Test
    void fileInPlaceOfLinkReplacesTheLink() throws IOException {
        entry(TarEntry.Type.SYMLINK, "link", outside.toString());
        file("link", "in");
        unpack();
        assertThat(root.resolve("link")).isRegularFile().hasContent("in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside"})
    void hardLinkThatClimbsOutIsRefused(String target) throws IOException {
        entry(TarEntry.Type.HARD_LINK, "hard", target);
        refused("is outside of the root");
    }

    @Test
    void hardLinkToLinkLeadsNowhere() throws IOException {
        entry(TarEntry.Type.SYMLINK, "soft", outside.toString());
        entry(TarEntry.Type.HARD_LINK, "hard", "soft");
        file("hard", "in");
        unpack();
        assertThat(root.resolve("hard")).isRegularFile();
    }

    @Test
    void hardLinkThroughLinkToOutsideIsRefused() throws IOException {
        entry(TarEntry.Type.SYMLINK, "up", "..");
        entry(TarEntry.Type.HARD_LINK, "hard", "up/outside");
        refused("no such file or directory");
    }

    @Test
    void whiteoutThroughLinkStaysWithin() throws IOException {
        entry(TarEntry.Type.SYMLINK, "up", "..");
        file("up/.wh.outside", "");
        unpack();
        assertThat(stat("outside").isWhiteout()).isTrue();
    }

    @Test
    void opaqueWhiteoutOnLinkMarksNothingOutside() throws IOException {
        entry(TarEntry.Type.SYMLINK, "up", "..");
        file("up/.wh..wh..opq", "");
        unpack();
        try (Fd above = kernel.open(folder.toString(), Open.READ | Open.DIRECTORY)) {
            assertThat(kernel.attribute(above, "", Whiteouts.OPAQUE_ATTRIBUTE)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh..."})
    void whiteoutOfNothingIsRefused(String name) throws IOException {
        file("a/" + name, "");
        refused("invalid whiteout");
    }

    @Test
    void whiteoutsBecomeThoseOfOverlay() throws IOException {
        tar.folder("gone-and-back", 0755, 0);
        file(".wh.gone", "");
        file(".wh.gone-and-back", "");
        file("opaque/.wh..wh..opq", "");
        unpack();
        assertThat(stat("gone").isWhiteout()).isTrue();
        try (Fd fd = kernel.open(root.toString(), Open.READ | Open.DIRECTORY)) {
            assertThat(kernel.attribute(fd, "opaque", Whiteouts.OPAQUE_ATTRIBUTE))
                    .isEqualTo(new byte[] {'y'});
            assertThat(kernel.attribute(fd, "gone-and-back", Whiteouts.OPAQUE_ATTRIBUTE))
                    .isEqualTo(new byte[] {'y'});
        }
    }

    @Test
    void devicesFifosAndSpecialBitsAreKept() throws IOException {
        entry(TarEntry.Type.CHARACTER, "null", "");
        entry(TarEntry.Type.FIFO, "fifo", "");
        tar.header(new TarEntry("su", TarEntry.Type.FILE, 04755, 12, 34, 0, 0, 77, 5, "", 0, 0, List.of(), Map.of()));
        unpack();
        assertThat(stat("null").deviceMinor()).isEqualTo(3);
        assertThat(stat("fifo").type()).isEqualTo(FileStat.FIFO);
        assertThat(stat("su"))
                .extracting(FileStat::permissions, FileStat::uid, FileStat::gid, FileStat::seconds, FileStat::nanos)
                .containsExactly(04755, 12L, 34L, 77L, 5);
    }

    @Test
    void ordersForOverlayAreNotTakenFromArchives() throws IOException {
        tar.header(new TarEntry(
                "d/",
                TarEntry.Type.FOLDER,
                0755,
                0,
                0,
                0,
                0,
                0,
                0,
                "",
                0,
                0,
                List.of(),
                Map.of("trusted.overlay.redirect", "/evil".getBytes(StandardCharsets.US_ASCII))));
        unpack();
        try (Fd fd = kernel.open(root.toString(), Open.READ | Open.DIRECTORY)) {
            assertThat(kernel.attributes(fd, "d")).doesNotContain("trusted.overlay.redirect");
        }
    }

    @Test
    void laterEntryWins() throws IOException {
        file("a", "first");
        tar.folder("a", 0755, 0);
        file("a/b", "second");
        file("a/b", "third");
        unpack();
        assertThat(root.resolve("a/b")).hasContent("third");
    }

    @Test
    void laterEntryIsRefusedWhereARecipeIsKept() throws IOException {
        file("a", "first");
        file("a", "second");
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> unpack(UnpackOptions.recordedLayer(LIMITS)))
                .withMessageContaining("duplicates of file paths not supported");
    }

    @Test
    void tooManyBytesAreRefused() throws IOException {
        file("a", "x".repeat(1 << 20));
        file("b", "x");
        refused("unpacks to more than 1048576 bytes");
    }

    @Test
    void tooManyEntriesAreRefused() throws IOException {
        for (int i = 0; i <= 100; i++) {
            file("f" + i, "");
        }
        refused("more than 100 entries");
    }

    @Test
    void ownerThatWouldWrapToRootIsRefused() throws IOException {
        tar.header(new TarEntry("x", TarEntry.Type.FILE, 0644, 1L << 32, 0, 0, 0, 0, 0, "", 0, 0, List.of(), Map.of()));
        refused("owner out of range");
    }

    @Test
    void folderOverFileIsRefusedWhenKindsAreKept() throws IOException {
        Files.writeString(root.resolve("x"), "file");
        tar.folder("x", 0755, 0);
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> unpack(UnpackOptions.into("", true, null, IdMap.NONE, Limits.NONE)))
                .withMessageContaining("cannot overwrite non-directory");
    }

    @Test
    void recipeMakesTheSameTarAgain() throws IOException {
        tar.folder("d", 0700, 5);
        file("d/f", "content");
        file("d/empty", "");
        file("d/.wh.x", "whiteouts have no content, this one has");
        entry(TarEntry.Type.SYMLINK, "l", "d/f");
        tar.end();
        byte[] whole = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() + 10240);
        Path recipe = folder.resolve("recipe");
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (Fd fd = kernel.open(root.toString(), Open.READ | Open.DIRECTORY);
                Unpacker unpacker = new Unpacker(kernel, fd, UnpackOptions.recordedLayer(LIMITS))) {
            Recipe.record(new ByteArrayInputStream(whole), recipe, unpacker);
            Recipe.replay(kernel, recipe, fd, again);
        }
        assertThat(again.toByteArray()).isEqualTo(whole);
        assertThat(Files.exists(root.resolve("l"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    private FileStat stat(String name) {
        try (Fd fd = kernel.open(root.toString(), Open.READ | Open.DIRECTORY)) {
            return kernel.stat(fd, name);
        }
    }
}
