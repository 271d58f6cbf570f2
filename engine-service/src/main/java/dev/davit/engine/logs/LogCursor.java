package dev.davit.engine.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads lines forward, from one file of the log into the next, also when they are rotated meanwhile. */
final class LogCursor implements AutoCloseable {

    private static final int BLOCK = 32 * 1024;

    private final LogFiles files;
    private final JsonMapper json;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private byte[] bytes = new byte[BLOCK];
    private int from;
    private int to;

    LogCursor(LogFiles files, JsonMapper json, long tail) throws IOException {
        this.files = files;
        this.json = json;
        LogFiles.Position start = files.tail(tail);
        if (start != null) {
            open(start.file());
            if (channel != null) {
                channel.position(start.offset());
            }
        }
    }

    private void open(Path file) throws IOException {
        close();
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            key = LogFiles.key(file);
        } catch (NoSuchFileException rotatedJustNow) {
            channel = null;
        }
    }

    /** The next line; null when there is none yet. */
    @Nullable LogLine next() throws IOException {
        while (true) {
            int end = newline();
            if (end >= 0) {
                LogLine line = LogLine.parse(Arrays.copyOfRange(bytes, from, end), end - from, json);
                from = end + 1;
                if (line != null) {
                    return line;
                }
            } else if (!fill() && !advance()) {
                return null;
            }
        }
    }

    private int newline() {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int n = open.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
        if (n > 0) {
            to += n;
        }
        return n > 0;
    }

    // Into the next file, once this one has been left by its writer.
    private boolean advance() throws IOException {
        Object read = key;
        Path next = read == null ? first() : files.after(read);
        if (next == null || (read != null && fill())) {
            return next != null;
        }
        open(next);
        return channel != null;
    }

    private @Nullable Path first() {
        return files.all().isEmpty() ? null : files.all().getFirst();
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
