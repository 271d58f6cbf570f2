package dev.davit.gateway.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream of lines, each turned into something else, handed on as soon as it is there. */
public final class Lines extends InputStream {

    private static final byte[] NOTHING = {};

    private final InputStream source;
    private final Conversion conversion;
    private byte[] ready = NOTHING;
    private int position;

    /** Of the lines of {@code source}. */
    public Lines(InputStream source, Conversion conversion) {
        this.source = new BufferedInputStream(source);
        this.conversion = conversion;
    }

    /** Turns a line (without its end) into bytes. */
    @FunctionalInterface
    public interface Conversion {
        /** The bytes; null: none. */
        byte @Nullable [] apply(byte[] line);
    }

    /** The next line of a stream without its end, null after the last. */
    public static byte @Nullable [] next(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toByteArray();
    }

    // False at the end.
    private boolean fill() throws IOException {
        while (position == ready.length) {
            byte[] line = next(source);
            if (line == null) {
                return false;
            }
            byte[] converted = line.length == 0 ? null : conversion.apply(line);
            ready = converted == null ? NOTHING : converted;
            position = 0;
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, ready.length - position);
        System.arraycopy(ready, position, buffer, offset, n);
        position += n;
        return n;
    }

    @Override
    public int available() {
        return ready.length - position;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
