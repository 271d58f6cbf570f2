package dev.davit.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every blob store has to pass. */
public abstract class BlobStoreSuite {

    protected static final Digest.Algorithm SHA256 = Digest.Algorithm.SHA256;

    /** The same store each time, as a registry that was started again or another replica would have it. */
    protected abstract BlobStore store() throws IOException;

    @Test
    void commitMakesObjectOfWhatWasAppended() throws IOException {
        byte[] content = new byte[1_000_003];
        new Random(1).nextBytes(content);
        String object = commit("a", content);
        assertThat(read(object, 0)).isEqualTo(content);
        assertThat(store().intact(object, content.length)).isTrue();
        assertThat(store().intact(object, content.length - 1)).isFalse();
        assertThat(staged()).isEmpty();
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
            staged.save();
            assertThat(store().progress("resumed")).isEqualTo(7);
        }
        assertThat(staged()).containsExactly("resumed");
        try (StagedBlob staged = store().stage("resumed", SHA256)) {
            assertThat(staged.size()).isEqualTo(7);
            staged.append(in("after"));
            Digest digest = staged.digest(SHA256);
            assertThat(digest).isEqualTo(SHA256.of(bytes("before after")));
            String object = staged.commit(digest);
            staged.discard();
            assertThat(read(object, 0)).isEqualTo(bytes("before after"));
        }
        assertThat(staged()).isEmpty();
    }

    @Test
    void stageTakesUpLargeContentAgainAndAgain() throws IOException {
        byte[] content = new byte[30_000_000];
        new Random(2).nextBytes(content);
        int[] ends = {100, 6_000_000, 6_000_100, 23_000_000, content.length};
        int at = 0;
        for (int end : ends) {
            try (StagedBlob staged = store().stage("large", SHA256)) {
                assertThat(staged.size()).isEqualTo(at);
                staged.append(new ByteArrayInputStream(content, at, end - at));
                staged.save();
            }
            at = end;
            assertThat(store().progress("large")).isEqualTo(at);
        }
        try (StagedBlob staged = store().stage("large", SHA256)) {
            Digest digest = staged.digest(SHA256);
            assertThat(digest).isEqualTo(SHA256.of(content));
            String object = staged.commit(digest);
            staged.discard();
            assertThat(read(object, 0)).isEqualTo(content);
        }
        assertThat(staged()).isEmpty();
    }

    @Test
    void digestOfWhatWasTakenUpCanBeAskedForAgain() throws IOException {
        byte[] content = new byte[20_000_000];
        new Random(3).nextBytes(content);
        try (StagedBlob staged = store().stage("asked", SHA256)) {
            staged.append(new ByteArrayInputStream(content));
            staged.save();
        }
        for (int i = 0; i < 2; i++) {
            try (StagedBlob staged = store().stage("asked", SHA256)) {
                assertThat(staged.size()).isEqualTo(content.length);
                assertThat(staged.digest(SHA256)).isEqualTo(SHA256.of(content));
            }
        }
        try (StagedBlob staged = store().stage("asked", SHA256)) {
            staged.discard();
        }
        assertThat(staged()).isEmpty();
        store().each((shown, committed) -> assertThat(shown).isEmpty());
    }

    @Test
    void digestOfAnotherAlgorithmIsOfAllBytes() throws IOException {
        byte[] content = new byte[17_000_000];
        new Random(4).nextBytes(content);
        try (StagedBlob staged = store().begin("other", SHA256)) {
            staged.append(new ByteArrayInputStream(content));
            Digest digest = staged.digest(Digest.Algorithm.SHA512);
            assertThat(digest).isEqualTo(Digest.Algorithm.SHA512.of(content));
            assertThat(store().intact(staged.commit(digest), content.length)).isTrue();
            staged.discard();
        }
    }

    @Test
    void stageTwiceSeesWhatWasSavedAndNoMore() throws IOException {
        try (StagedBlob first = store().begin("killed", SHA256)) {
            first.append(in("saved"));
            first.save();
            try (StagedBlob second = store().stage("killed", SHA256)) {
                assertThat(second.size()).isEqualTo(5);
                second.append(in(" and more"));
                assertThat(second.digest(SHA256)).isEqualTo(SHA256.of(bytes("saved and more")));
                second.discard();
            }
        }
    }

    @Test
    void readOfWhatIsAbsentSaysSo() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> store().read("objects/absent", 0).close());
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
        assertThat(staged()).isEmpty();
        try (StagedBlob staged = store().stage("other", SHA256)) {
            staged.append(in("dropped"));
            staged.save();
        }
        store().discard("other");
        store().discard("other");
        assertThat(staged()).isEmpty();
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
            staged.save();
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

    protected String commit(String name, byte[] content) throws IOException {
        try (StagedBlob staged = store().begin(name, SHA256)) {
            staged.append(new ByteArrayInputStream(content));
            String object = staged.commit(staged.digest(SHA256));
            staged.discard();
            return object;
        }
    }

    private List<String> staged() throws IOException {
        List<String> names = new ArrayList<>();
        store().staged((name, since) -> {
            assertThat(since)
                    .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(2));
            names.add(name);
        });
        return names;
    }

    protected byte[] read(String object, long offset) throws IOException {
        try (InputStream in = store().read(object, offset)) {
            return in.readAllBytes();
        }
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
