package dev.davit.registry.upstream;

import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A blob while it comes. Where the upstream cuts it, it is gone on with. Whether the bytes are right others find out. */
public final class BlobStream extends InputStream {

    /** Opens the blob at an offset. */
    @FunctionalInterface
    interface Opener {
        Optional<Reply> open(long offset) throws UpstreamException;
    }

    private final Session session;
    private final Opener opener;
    private final Digest digest;
    private final long length;
    private @Nullable Reply reply;
    private long position;
    private int cuts;

    BlobStream(Session session, Opener opener, Digest digest, Reply first) {
        this.session = session;
        this.opener = opener;
        this.digest = digest;
        this.reply = first;
        this.length = first.length();
    }

    /** Bytes of all of it; -1: the upstream does not say. */
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, buffer.length);
        while (true) {
            try {
                int n = current().body().read(buffer, offset, count);
                if (n < 0 && position < length) {
                    throw new IOException("the body ended");
                }
                position += Math.max(0, n);
                return n;
            } catch (UpstreamException known) {
                throw known;
            } catch (IOException failure) {
                cut(failure);
            }
        }
    }

    private Reply current() throws IOException {
        Reply open = reply;
        if (open == null) {
            open = reopen();
            reply = open;
        }
        return open;
    }

    private Reply reopen() throws IOException {
        Reply again = opener.open(position)
                .orElseThrow(() -> UpstreamException.failed(digest + " has gone while it was read", null));
        try {
            if (again.status() == 206) {
                if (!again.header("Content-Range").startsWith("bytes " + position + "-")) {
                    throw new IOException("it goes on elsewhere than it was asked to");
                }
            } else {
                again.body().skipNBytes(position);
            }
            return again;
        } catch (IOException failure) {
            again.close();
            throw failure;
        }
    }

    private void cut(IOException failure) throws UpstreamException {
        close();
        if (cuts >= session.retries() || failure instanceof java.io.InterruptedIOException) {
            throw session.failed(
                    failure instanceof java.net.SocketTimeoutException
                            ? failure
                            : new IOException(
                                    digest + " was cut at byte " + position + " of " + length + ": "
                                            + failure.getMessage(),
                                    failure));
        }
        session.sleep(cuts++);
    }

    @Override
    public void close() {
        Reply open = reply;
        reply = null;
        if (open != null) {
            open.close();
        }
    }
}
