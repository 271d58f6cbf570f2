package dev.davit.storage.distribution;

import java.io.IOException;
import java.io.InputStream;

/** Bytes to upload. Opened again when an upload has to be begun anew. */
@FunctionalInterface
public interface BlobSource {

    /** The bytes from the first; the client closes them. */
    InputStream open() throws IOException;
}
