package dev.davit.storage.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTests {

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void readerReadsLongNamesOfAnotherWriter(int form) throws IOException {
        String name = "folder/" + "n".repeat(200) + "/é";
        TarReader tar = reader(archive(form, name, "content"));
        TarEntry entry = Objects.requireNonNull(tar.next());
        assertThat(entry.name().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
        assertThat(tar.content().readAllBytes()).isEqualTo("content".getBytes(StandardCharsets.UTF_8));
        assertThat(tar.next()).isNull();
    }

    private static byte[] archive(int form, String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
            out.setLongFileMode(form);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length());
            out.putArchiveEntry(entry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
            out.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive));
    }

    @Test
    void writerWritesWhatReaderReads() throws IOException {
        TarEntry entry = new TarEntry(
                "x".repeat(300),
                TarEntry.Type.SYMLINK,
                04755,
                3_000_000_000L,
                5,
                0,
                0,
                -5,
                500_000_000,
                "y".repeat(150),
                0,
                0,
                List.of(),
                Map.of("user.a", new byte[] {1, 0, '\n', '='}));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        writer.header(entry);
        writer.end();
        TarEntry read = Objects.requireNonNull(reader(bytes.toByteArray()).next());
        assertThat(read).usingRecursiveComparison().isEqualTo(entry);
    }

    @Test
    void nextWhenArchiveIsCutFails() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        new TarWriter(whole).file("a", 0644, 0, new byte[2000]);
        byte[] cut = Arrays.copyOf(whole.toByteArray(), 1500);
        TarReader tar = reader(cut);
        assertThat(tar.next()).isNotNull();
        assertThatExceptionOfType(EOFException.class).isThrownBy(tar::next).withMessage("unexpected EOF");
    }

    @Test
    void nextWhenPaxHeaderIsHugeFails() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("pax", (byte) 'x');
            entry.setSize(1L << 30);
            out.putArchiveEntry(entry);
            throw new IOException("only the header is wanted");
        } catch (IOException cut) {
            // as wanted
        }
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> reader(bytes.toByteArray()).next())
                .withMessageContaining("too long");
    }

    @Test
    void readerSurvivesRandomDamage() throws IOException {
        byte[] whole = archive(TarArchiveOutputStream.LONGFILE_POSIX, "n".repeat(150), "content");
        Random random = new Random(20261122);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            for (int n = 0; n <= i % 4; n++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            readAll(damaged); // ends with entries or with an IOException, never with anything else
        }
    }

    private static void readAll(byte[] archive) {
        try {
            TarReader tar = reader(archive);
            while (tar.next() != null) {
                tar.content().readAllBytes();
            }
        } catch (IOException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "./a", "/a", "a//b/./c", "a/../b", "a/b/../../c"})
    void cleanKeepsPathsWithin(String name) throws IOException {
        assertThat(EntryPath.clean(name)).matches("[abc](/[abc])*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/../../b", "/../a", "a/../b/../../c"})
    void cleanRefusesPathsThatClimbOut(String name) {
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> EntryPath.clean(name))
                .withMessageContaining("is outside of");
    }
}
