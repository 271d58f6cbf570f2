package dev.davit.gateway.stream;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A body that is made when it is first read, which is after the head was sent. Closes what it is made of. */
public final class LateBytes extends InputStream {

    private final InputStream source;
    private final Conversion conversion;
    private @Nullable InputStream bytes;

    /** Made of all of {@code source}. */
    public LateBytes(InputStream source, Conversion conversion) {
        this.source = source;
        this.conversion = conversion;
    }

    /** Makes the body of what the source held. */
    @FunctionalInterface
    public interface Conversion {
        /** The body. */
        byte[] apply(byte[] source);
    }

    private InputStream bytes() throws IOException {
        InputStream made = bytes;
        if (made == null) {
            byte[] all = source.readAllBytes();
            if (all.length == 0) {
                throw new EOFException("the service ended its answer before it said anything");
            }
            made = new ByteArrayInputStream(conversion.apply(all));
            bytes = made;
        }
        return made;
    }

    @Override
    public int read() throws IOException {
        return bytes().read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return bytes().read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
        return bytes == null ? 0 : bytes.available();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
