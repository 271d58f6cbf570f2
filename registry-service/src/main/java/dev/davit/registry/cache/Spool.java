package dev.davit.registry.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes on their way through: written once, read by any number at their own pace. A file that has no name any more, so
 * that nothing is left of it whatever happens.
 */
final class Spool implements Closeable {

    private final FileChannel channel;

    private Spool(FileChannel channel) {
        this.channel = channel;
    }

    static Spool open(Path folder) throws IOException {
        Path file = Files.createTempFile(Files.createDirectories(folder), "spool", "");
        try {
            return new Spool(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } finally {
            Files.delete(file);
        }
    }

    void write(byte[] bytes, int offset, int count, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
        long at = position;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
    }

    int read(byte[] bytes, int offset, int count, long position) throws IOException {
        return channel.read(ByteBuffer.wrap(bytes, offset, count), position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
