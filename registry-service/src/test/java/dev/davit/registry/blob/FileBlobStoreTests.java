package dev.davit.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTests extends BlobStoreSuite {

    @TempDir
    private Path folder;

    @Override
    protected BlobStore store() throws IOException {
        return new FileBlobStore(folder, true, 0);
    }

    @Test
    void objectIsAFileNamedByItsDigest() throws IOException {
        byte[] content = {1, 2, 3};
        Digest digest = Digest.Algorithm.SHA256.of(content);
        try (StagedBlob staged = store().stage("a", Digest.Algorithm.SHA256)) {
            staged.append(new ByteArrayInputStream(content));
            String object = staged.commit(digest);
            assertThat(object).startsWith("sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + ".");
            assertThat(store().file(object)).contains(folder.resolve(object));
            assertThat(folder.resolve(object)).hasBinaryContent(content);
        }
    }
}
