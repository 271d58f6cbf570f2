package dev.davit.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every blob store has to pass. */
abstract class BlobStoreSuite {

    private static final Digest.Algorithm SHA256 = Digest.Algorithm.SHA256;

    /** The same store each time, as a registry that was started again would have it. */
    abstract BlobStore store() throws IOException;

    @Test
    void commitMakesObjectOfWhatWasAppended() throws IOException {
        byte[] content = new byte[1_000_003];
        new Random(1).nextBytes(content);
        String object = commit("a", content);
        assertThat(read(object, 0)).isEqualTo(content);
        assertThat(store().intact(object, content.length)).isTrue();
        assertThat(store().intact(object, content.length - 1)).isFalse();
        assertThat(store().staged()).isEmpty();
    }

    @Test
    void readFromOffsetAnswersTheRest() throws IOException {
        assertThat(read(commit("a", bytes("0123456789")), 7)).isEqualTo(bytes("789"));
    }

    @Test
    void commitOfEmptyContentMakesObject() throws IOException {
        assertThat(read(commit("a", new byte[0]), 0)).isEmpty();
    }

    @Test
    void commitsOfTheSameContentAreObjectsOfTheirOwn() throws IOException {
        String first = commit("a", bytes("same"));
        String second = commit("b", bytes("same"));
        assertThat(read(first, 0)).isEqualTo(bytes("same"));
        assertThat(second).isNotEqualTo(first);
        store().delete(first);
        assertThat(read(second, 0)).isEqualTo(bytes("same"));
    }

    @Test
    void digestIsOfAllBytesSoFar() throws IOException {
        try (StagedBlob staged = store().stage("a", SHA256)) {
            staged.append(in("one "));
            assertThat(staged.digest(SHA256)).isEqualTo(SHA256.of(bytes("one ")));
            staged.append(in("two"));
            assertThat(staged.digest(SHA256)).isEqualTo(SHA256.of(bytes("one two")));
            assertThat(staged.digest(Digest.Algorithm.SHA512)).isEqualTo(Digest.Algorithm.SHA512.of(bytes("one two")));
            assertThat(staged.size()).isEqualTo(7);
            staged.discard();
        }
    }

    @Test
    void stageTakesUpWhatWasStagedBefore() throws IOException {
        try (StagedBlob staged = store().stage("resumed", SHA256)) {
            staged.append(in("before "));
        }
        assertThat(store().staged()).containsExactly("resumed");
        try (StagedBlob staged = store().stage("resumed", SHA256)) {
            assertThat(staged.size()).isEqualTo(7);
            staged.append(in("after"));
            Digest digest = staged.digest(SHA256);
            assertThat(digest).isEqualTo(SHA256.of(bytes("before after")));
            assertThat(read(staged.commit(digest), 0)).isEqualTo(bytes("before after"));
        }
    }

    @Test
    void appendWhenSourceFailsKeepsWhatCame() throws IOException {
        InputStream broken = new FilterInputStream(in("x".repeat(200_000))) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = super.read(buffer, offset, Math.min(length, 3000));
                if (n < 0) {
                    throw new IOException("cut");
                }
                return n;
            }
        };
        try (StagedBlob staged = store().stage("cut", SHA256)) {
            assertThatExceptionOfType(StagedBlob.SourceException.class).isThrownBy(() -> staged.append(broken));
            assertThat(staged.size()).isEqualTo(200_000);
            assertThat(staged.digest(SHA256)).isEqualTo(SHA256.of(bytes("x".repeat(200_000))));
            staged.discard();
        }
    }

    @Test
    void discardLeavesNothing() throws IOException {
        try (StagedBlob staged = store().stage("dropped", SHA256)) {
            staged.append(in("dropped"));
            staged.discard();
        }
        assertThat(store().staged()).isEmpty();
        try (StagedBlob staged = store().stage("other", SHA256)) {
            staged.append(in("dropped"));
        }
        store().discard("other");
        store().discard("other");
        assertThat(store().staged()).isEmpty();
    }

    @Test
    void deleteTakesTheObject() throws IOException {
        String object = commit("a", bytes("deleted"));
        store().delete(object);
        store().delete(object);
        assertThat(store().intact(object, 7)).isFalse();
    }

    @Test
    void eachShowsObjectsWithTheirAgeAndNothingStaged() throws IOException {
        Instant before = Instant.now().minusSeconds(2);
        String first = commit("a", bytes("one"));
        String second = commit("b", bytes("two"));
        try (StagedBlob staged = store().stage("c", SHA256)) {
            staged.append(in("three"));
        }
        List<String> shown = new ArrayList<>();
        store().each((object, committed) -> {
            shown.add(object);
            assertThat(committed).isBetween(before, Instant.now().plusSeconds(2));
        });
        assertThat(shown).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void quarantineTakesTheObject() throws IOException {
        String object = commit("a", bytes("damaged"));
        store().quarantine(object);
        store().quarantine(object);
        assertThat(store().intact(object, 7)).isFalse();
        store().each((shown, committed) -> assertThat(shown).isNotEqualTo(object));
    }

    private String commit(String name, byte[] content) throws IOException {
        try (StagedBlob staged = store().stage(name, SHA256)) {
            staged.append(new ByteArrayInputStream(content));
            return staged.commit(staged.digest(SHA256));
        }
    }

    private byte[] read(String object, long offset) throws IOException {
        try (InputStream in = store().read(object, offset)) {
            return in.readAllBytes();
        }
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
