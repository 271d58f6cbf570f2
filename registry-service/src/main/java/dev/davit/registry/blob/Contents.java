package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The bytes of small blobs, from memory or the store. */
@Component
class Contents {

    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    private final Blobs blobs;
    private final BlobStore store;
    private final ContentCache cache;

    Contents(Blobs blobs, BlobStore store, ContentCache cache) {
        this.blobs = blobs;
        this.store = store;
        this.cache = cache;
    }

    /** All bytes of a blob, which are those of its digest, or 404. */
    byte[] of(String digest) throws IOException {
        return cache.get(digest, () -> {
            BlobRef blob = blobs.find(digest).orElseThrow(() -> gone(digest));
            try (InputStream in = store.read(blob.object(), 0)) {
                return sound(blob, in.readAllBytes());
            } catch (NoSuchFileException collected) {
                throw gone(digest);
            }
        });
    }

    // What is in memory is handed out for long, and a push of what seems to be there would not replace it.
    private byte[] sound(BlobRef blob, byte[] content) throws IOException {
        Digest digest = Digest.parse(blob.digest());
        if (!digest.algorithm().of(content).equals(digest)) {
            LOG.error("the blob {} is damaged; it is quarantined until it is pushed again", digest);
            store.quarantine(blob.object());
            throw RegistryError.unknown(
                    ErrorCode.BLOB_UNKNOWN, "the bytes of " + digest + " are damaged; push it again");
        }
        return content;
    }

    private static RegistryError gone(String digest) {
        return RegistryError.unknown(ErrorCode.BLOB_UNKNOWN, digest + " has just been deleted, or its bytes are gone");
    }

    /** Whether the bytes are there, with the right size. */
    boolean readable(BlobRef blob) throws IOException {
        return cache.has(blob.digest()) || store.intact(blob.object(), blob.size());
    }

    /** Whether the bytes are there; as long as the store does not answer they are believed to be. */
    boolean present(String digest) throws IOException {
        try {
            Optional<BlobRef> blob = cache.has(digest) ? Optional.empty() : blobs.find(digest);
            return blob.isEmpty() || readable(blob.get());
        } catch (UnavailableException away) {
            return true;
        }
    }

    /** Holds what was just pushed in memory. */
    void put(String digest, byte[] content) {
        cache.put(digest, content);
    }
}
