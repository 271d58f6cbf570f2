package dev.davit.engine.health;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The beginning of a probe's output, out of Docker's frames. */
final class BoundedOutput extends OutputStream {

    private static final int MOST = 4096;
    private static final int FRAMED = 64 * 1024;

    private final ByteArrayOutputStream framed = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
        if (framed.size() < FRAMED) {
            framed.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        framed.write(bytes, offset, Math.min(length, FRAMED - framed.size()));
    }

    String text() {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.wrap(framed.toByteArray());
        while (bytes.remaining() > 8 && plain.size() < MOST) {
            bytes.getInt();
            byte[] payload = new byte[Math.min(bytes.getInt(), bytes.remaining())];
            bytes.get(payload);
            plain.write(payload, 0, Math.min(payload.length, MOST - plain.size()));
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
