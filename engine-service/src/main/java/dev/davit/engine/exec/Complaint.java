package dev.davit.engine.exec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A failure on a connection that carries output. */
final class Complaint {

    private Complaint() {}

    static byte[] of(String message, boolean tty) {
        byte[] text = (message + "\r\n").getBytes(StandardCharsets.UTF_8);
        return tty
                ? text
                : ByteBuffer.allocate(8 + text.length)
                        .put((byte) 1)
                        .putInt(4, text.length)
                        .put(8, text)
                        .array();
    }
}
