package dev.davit.gateway.stream;

import dev.davit.platform.stream.PieceStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream of lines, each turned into something else, handed on as soon as it is there. */
public final class Lines extends PieceStream {

    private final InputStream source;
    private final Conversion conversion;

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

    @Override
    protected boolean more() throws IOException {
        for (byte[] line = next(source); line != null; line = next(source)) {
            byte[] converted = line.length == 0 ? null : conversion.apply(line);
            if (converted != null) {
                piece(converted);
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
