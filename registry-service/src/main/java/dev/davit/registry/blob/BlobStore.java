package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Where bytes are. It knows nothing of repositories: what may be read is the database's to say, by the object key that
 * {@link StagedBlob#commit} gave. What is absent is told by {@link java.nio.file.NoSuchFileException}.
 */
public interface BlobStore {

    /**
     * New content. Names are the registry's own: nothing is staged under this one, nor was anything before. It has one
     * holder at a time.
     */
    default StagedBlob begin(String name, Digest.Algorithm algorithm) throws IOException {
        return stage(name, algorithm);
    }

    /** The content staged under this name so far, or a new one. */
    StagedBlob stage(String name, Digest.Algorithm algorithm) throws IOException;

    /** Bytes of what is staged under this name, as far as somebody else could go on from; asked while others write. */
    long progress(String name) throws IOException;

    /** Shows the names under which content is staged, and when it was begun or, where that is known, grew. */
    void staged(Visitor visitor) throws IOException;

    /** Drops what is staged under this name; does nothing if there is nothing. */
    void discard(String name) throws IOException;

    /** Whether the object is there with this size. */
    boolean intact(String object, long size) throws IOException;

    /** The object's bytes from an offset on. */
    InputStream read(String object, long offset) throws IOException;

    /** The object as a file that can be sent by the kernel, if it is one. */
    Optional<Path> file(String object);

    /** Where clients can get the object themselves for a while, if they are to do so. */
    Optional<URI> link(String object);

    /** Shows all objects. */
    void each(Visitor visitor) throws IOException;

    /** Is shown objects. */
    @FunctionalInterface
    interface Visitor {

        /** An object and when it was committed, or a name and when it was staged. */
        void visit(String key, Instant since) throws IOException;
    }

    /** Puts the object where it is kept for whoever wants to look, and is an object no more; nothing if there is none. */
    void quarantine(String object) throws IOException;

    /** Deletes the object; does nothing if there is none. */
    void delete(String object) throws IOException;
}
