package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A blob while it comes: counts and hashes, goes on after a cut, and ends only if all was right. */
final class BlobStream extends InputStream {

    private static final int CUTS_FOR_EACH_RETRY = 10; // a line that always cuts after some bytes ends too

    /** Opens a blob at an offset. */
    @FunctionalInterface
    interface Opener {
        Answer open(long offset);
    }

    private final Descriptor blob;
    private final Opener opener;
    private final Retries retries;
    private final MessageDigest hasher;
    private @Nullable Answer answer;
    private long position;
    private int cuts;
    private int fruitless;
    private boolean verified;
    private boolean closed;

    BlobStream(Descriptor blob, Answer first, Opener opener, Retries retries) {
        this.blob = blob;
        this.answer = first;
        this.opener = opener;
        this.retries = retries;
        this.hasher = Digests.hasherOf(blob.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            throw new IOException("stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        while (!verified) {
            try {
                int count = current().body().read(buffer, offset, length);
                if (count > 0) {
                    return received(buffer, offset, count);
                }
                if (count < 0 && position == blob.size()) {
                    verify();
                } else if (count < 0) {
                    cut(new IOException("unexpected EOF"));
                }
            } catch (BlobException hopeless) {
                throw hopeless;
            } catch (IOException failure) {
                cut(failure);
            }
        }
        return -1;
    }

    private int received(byte[] buffer, int offset, int count) throws BlobException {
        position += count;
        if (position > blob.size()) {
            throw new BlobException(
                    blob.digest() + " is longer than the " + blob.size() + " bytes it should have", null);
        }
        hasher.update(buffer, offset, count);
        fruitless = 0;
        return count;
    }

    private void verify() throws BlobException {
        release();
        if (!Digests.finish(hasher).equals(blob.digest())) {
            throw new BlobException("filesystem layer verification failed for digest " + blob.digest(), null);
        }
        verified = true;
    }

    private Answer current() throws BlobException {
        Answer open = answer;
        if (open == null) {
            open = reopen();
            answer = open;
        }
        return open;
    }

    private Answer reopen() throws BlobException {
        try {
            return opener.open(position);
        } catch (DavitException failure) {
            throw new BlobException(failure.message(), failure);
        }
    }

    /** Lets go of the connection; the next read opens another, after a pause. */
    private void cut(IOException failure) throws BlobException {
        release();
        Duration pause = retries.backoff(fruitless++)
                .filter(wait -> cuts++ < CUTS_FOR_EACH_RETRY * (retries.most() + 1))
                .orElseThrow(() -> new BlobException(
                        "download of " + blob.digest() + " failed at byte " + position + " of " + blob.size() + ": "
                                + failure.getMessage(),
                        failure));
        Retries.sleep(pause);
    }

    private void release() {
        Answer open = answer;
        answer = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        release();
    }
}
