package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way to becoming a blob. If the store has it already, what is staged is kept until the transaction has
 * made sure that the object stays: a collection may be deleting it.
 */
public final class Incoming {

    private final BlobStore store;
    private final StagedBlob staged;
    private final Digest digest;
    private final long size;
    private @Nullable String own;
    private @Nullable String chosen;

    Incoming(BlobStore store, StagedBlob staged, Digest digest) {
        this.store = store;
        this.staged = staged;
        this.digest = digest;
        this.size = staged.size();
    }

    Digest digest() {
        return digest;
    }

    long size() {
        return size;
    }

    boolean isOwn() {
        return own != null;
    }

    /** The object of its own, made now if it was not. */
    String own() {
        if (own == null) {
            try {
                own = staged.commit(digest);
            } catch (IOException failure) {
                throw RegistryError.failed(failure);
            }
        }
        return own;
    }

    /** The transaction lets the blob have this object. */
    void choose(String object) {
        chosen = object;
    }

    /** After the transaction: what it did not need goes. */
    public void settle() throws IOException {
        if (own != null && !own.equals(chosen)) {
            store.delete(own);
        }
        staged.discard();
    }

    /** The transaction was refused: all goes. */
    public void drop() throws IOException {
        chosen = null;
        settle();
    }
}
