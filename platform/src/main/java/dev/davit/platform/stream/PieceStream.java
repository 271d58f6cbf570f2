package dev.davit.platform.stream;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is made piece by piece, while it is read. */
public abstract class PieceStream extends InputStream {

    private byte[] bytes = {};
    private int position;

    /** Waits for the next piece and hands it over by {@link #piece}; false at the end. */
    protected abstract boolean more() throws IOException;

    /** What is read next. */
    protected final void piece(byte[] next) {
        bytes = next;
        position = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == bytes.length) {
            if (!more()) {
                return -1;
            }
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return bytes.length - position;
    }
}
