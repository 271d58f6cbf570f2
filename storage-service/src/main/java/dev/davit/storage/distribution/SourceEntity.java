package dev.davit.storage.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** Streams a source in pieces large enough for the network (the library's own entity moves 4 KiB at a time). */
final class SourceEntity extends AbstractHttpEntity {

    private static final int PIECE = 128 * 1024;

    private final InputStream source;
    private final long length;

    /**
     * All of {@code source}.
     *
     * @param length -1: unknown, sent in chunks
     */
    SourceEntity(InputStream source, long length) {
        super(ContentType.APPLICATION_OCTET_STREAM, null, length < 0);
        this.source = source;
        this.length = length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = source.read(piece); count >= 0; count = source.read(piece)) {
            out.write(piece, 0, count);
        }
    }

    @Override
    public InputStream getContent() {
        return source;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
