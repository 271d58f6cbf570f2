package dev.davit.fakehost;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Supplier;

/** Bytes that come later. */
final class Deferred extends InputStream {

    private final Supplier<byte[]> supplier;
    private InputStream bytes;

    Deferred(Supplier<byte[]> supplier) {
        this.supplier = supplier;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws java.io.IOException {
        if (bytes == null) {
            bytes = new ByteArrayInputStream(supplier.get());
        }
        return bytes.read(buffer, offset, length);
    }
}
