package dev.davit.storage.transfer;

import dev.davit.storage.blob.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Hashes what is written through it. */
final class HashingOutput extends FilterOutputStream {

    private final Sha256 sha = Sha256.begin();

    HashingOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        sha.update(bytes, offset, length);
    }

    String digest() {
        return sha.digest();
    }
}
