package dev.davit.registry.blob;

import java.io.IOException;
import java.io.InputStream;

/** Takes what comes over the network. Small pieces are gathered, so that each call of the sink is worth it. */
public final class Pump {

    private static final int BUFFER = 128 * 1024;

    private Pump() {}

    /** Gives all of {@code in} to the sink; where {@code in} fails, what came before. */
    public static void all(InputStream in, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        try {
            for (int n = read(in, buffer, filled); n >= 0; n = read(in, buffer, filled)) {
                filled += n;
                if (filled >= buffer.length / 2) {
                    sink.take(buffer, filled);
                    filled = 0;
                }
            }
        } catch (StagedBlob.SourceException cut) {
            sink.take(buffer, filled);
            throw cut;
        }
        sink.take(buffer, filled);
    }

    private static int read(InputStream in, byte[] buffer, int filled) throws StagedBlob.SourceException {
        try {
            return in.read(buffer, filled, buffer.length - filled);
        } catch (IOException failure) {
            throw new StagedBlob.SourceException(failure);
        }
    }

    /** Takes bytes. */
    @FunctionalInterface
    public interface Sink {

        /** The first so many of these; maybe none. */
        void take(byte[] bytes, int length) throws IOException;
    }
}
