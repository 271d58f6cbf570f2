package dev.davit.engine.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a log: the one that is written, and the rotated ones ({@code .1} is the newest of them). */
record LogFiles(Path current) {

    private static final int BLOCK = 64 * 1024;

    /** Where reading begins. */
    record Position(Path file, long offset) {}

    /** Those that are there, the oldest first. */
    List<Path> all() {
        List<Path> files = new ArrayList<>();
        if (Files.exists(current)) {
            files.add(current);
        }
        for (int number = 1; Files.exists(rotated(number)); number++) {
            files.add(rotated(number));
        }
        Collections.reverse(files);
        return files;
    }

    private Path rotated(int number) {
        return current.resolveSibling(current.getFileName() + "." + number);
    }

    /** The file that came after one which may have been renamed since; null when that one is the newest. */
    @Nullable Path after(Object fileKey) throws IOException {
        List<Path> files = all();
        for (int i = 0; i < files.size(); i++) {
            if (fileKey.equals(key(files.get(i)))) {
                return i + 1 < files.size() ? files.get(i + 1) : null;
            }
        }
        return files.isEmpty() ? null : files.getFirst();
    }

    static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Where the last {@code lines} begin; null when there is no file. */
    @Nullable Position tail(long lines) throws IOException {
        List<Path> files = all();
        if (files.isEmpty()) {
            return null;
        }
        if (lines == LogQuery.ALL) {
            return new Position(files.getFirst(), 0);
        }
        if (lines == 0) {
            return new Position(current, Files.exists(current) ? Files.size(current) : 0);
        }
        long left = lines;
        for (Path file : files.reversed()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                Backward found = backward(channel, left);
                if (found.lines() == left) {
                    return new Position(file, found.offset());
                }
                left -= found.lines();
            }
        }
        return new Position(files.getFirst(), 0);
    }

    private record Backward(long lines, long offset) {}

    // A line begins after each newline but the last one of the file.
    private static Backward backward(FileChannel channel, long wanted) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long end = channel.size();
        long found = 0;
        for (long from = Math.max(0, end - BLOCK), to = end; to > 0; to = from, from = Math.max(0, from - BLOCK)) {
            block.clear().limit((int) (to - from));
            int read = 0;
            while (block.hasRemaining() && read >= 0) {
                read = channel.read(block, from + block.position());
            }
            for (int i = (int) (to - from) - 1; i >= 0; i--) {
                if (block.get(i) == '\n' && from + i + 1 < end && ++found == wanted) {
                    return new Backward(found, from + i + 1);
                }
            }
        }
        return new Backward(end > 0 ? found + 1 : 0, 0);
    }
}
