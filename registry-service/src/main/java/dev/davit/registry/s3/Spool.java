package dev.davit.registry.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Bytes on their way to the bucket, in a file without a name: memory would not do for many clients at once. */
final class Spool implements AutoCloseable {

    private final FileChannel channel;
    private long size;

    Spool(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "part", "");
        this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file);
    }

    long size() {
        return size;
    }

    void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            size += channel.write(buffer, size);
        }
    }

    void clear() throws IOException {
        channel.truncate(0);
        size = 0;
    }

    void digest(MessageDigest into) throws IOException {
        try (InputStream in = new Reader()) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                into.update(buffer, 0, n);
            }
        }
    }

    /** All of it, as often as it has to be sent. */
    RequestBody body() {
        ContentStreamProvider provider = Reader::new;
        return RequestBody.fromContentProvider(provider, size, "application/octet-stream");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private final class Reader extends InputStream {

        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, size - at);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int n = channel.read(ByteBuffer.wrap(buffer, offset, wanted), at);
            at += Math.max(0, n);
            return n;
        }
    }
}
