package dev.davit.registry.upload;

import dev.davit.registry.replica.Lease;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that fails when another registry may have taken the upload over. */
final class ClaimedBody extends FilterInputStream {

    private final Lease lease;

    ClaimedBody(InputStream body, Lease lease) {
        super(body);
        this.lease = lease;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        check();
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        check();
        return n;
    }

    private void check() {
        if (!lease.stands()) {
            throw new LostException();
        }
    }
}
