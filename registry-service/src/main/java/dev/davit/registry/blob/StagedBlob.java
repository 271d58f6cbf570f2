package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Content that is being uploaded: digested as it comes, not readable, and an object only once it is committed. */
public interface StagedBlob extends Closeable {

    /** Bytes so far. */
    long size();

    /**
     * Adds all of {@code in}. Where {@code in} fails, what came before is kept.
     *
     * @throws SourceException where reading {@code in} failed
     * @throws IOException where the store failed; the content must be closed then, and can be staged again
     */
    void append(InputStream in) throws IOException;

    /** From now on another process, or this one after a kill, finds all bytes so far when it stages the name. */
    void save() throws IOException;

    /**
     * The digest of the bytes so far. It reads them again only for another algorithm than that of the beginning, or
     * where they were staged elsewhere before; some stores take no more bytes after that.
     */
    Digest digest(Digest.Algorithm algorithm) throws IOException;

    /**
     * Makes it an object, which outlives a loss of power when this returns; no byte is copied for it. {@link #discard}
     * afterwards says that somebody refers to the object, and leaves it alone.
     *
     * @param digest of the content, as {@link #digest} gave it
     * @return the object's key
     */
    String commit(Digest digest) throws IOException;

    /** Drops it, or what is left of the staging after a commit. */
    void discard() throws IOException;

    /** Lets go of it; it can be staged again under its name. */
    @Override
    void close() throws IOException;

    /** The source of the bytes failed, not the store. */
    class SourceException extends IOException {

        private static final long serialVersionUID = 1L;

        /** For the source's own failure. */
        public SourceException(IOException cause) {
            super(cause);
        }
    }
}
