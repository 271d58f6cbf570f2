package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where bytes are. It knows nothing of repositories: what may be read is the database's to say, by the object key that
 * {@link StagedBlob#commit} gave.
 */
public interface BlobStore {

    /** The content staged under this name so far, or a new one. Names are the registry's own; one holder at a time. */
    StagedBlob stage(String name, Digest.Algorithm algorithm) throws IOException;

    /** The names under which content is staged. */
    List<String> staged() throws IOException;

    /** Drops what is staged under this name; does nothing if there is nothing. */
    void discard(String name) throws IOException;

    /** Whether the object is there with this size. */
    boolean intact(String object, long size) throws IOException;

    /** The object's bytes from an offset on. */
    InputStream read(String object, long offset) throws IOException;

    /** The object as a file that can be sent by the kernel, if it is one. */
    Optional<Path> file(String object);

    /** Shows all objects. */
    void each(Visitor visitor) throws IOException;

    /** Is shown objects. */
    @FunctionalInterface
    interface Visitor {

        /** An object and when it was committed. */
        void visit(String object, Instant committed) throws IOException;
    }

    /** Puts the object where it is kept for whoever wants to look, and is an object no more; nothing if there is none. */
    void quarantine(String object) throws IOException;

    /** Deletes the object; does nothing if there is none. */
    void delete(String object) throws IOException;
}
