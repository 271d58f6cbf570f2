package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Content staged in a file. The computation of its digest lives as long as this; taken up again, the file is read. */
final class StagedFile implements StagedBlob {

    private static final int BUFFER = 128 * 1024;

    private final FileBlobStore store;
    private final Path file;
    private final FileChannel channel;
    private final EarlyFlush flush;
    private final Digest.Algorithm algorithm;
    private final MessageDigest computation;
    private long size;
    private @Nullable Digest complete;

    StagedFile(FileBlobStore store, Path file, Digest.Algorithm algorithm) throws IOException {
        this.store = store;
        this.file = file;
        this.algorithm = algorithm;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.flush = new EarlyFlush(channel);
        this.computation = algorithm.begin();
        if (channel.size() > 0) {
            size = read(computation);
        }
    }

    @Override
    public long size() {
        return size;
    }

    // Small pieces are gathered, so that each write and each round of the digest is worth its call.
    @Override
    public void append(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        try {
            for (int n = read(in, buffer, filled); n >= 0; n = read(in, buffer, filled)) {
                filled += n;
                if (filled >= buffer.length / 2) {
                    take(buffer, filled);
                    filled = 0;
                }
            }
        } catch (SourceException cut) {
            take(buffer, filled);
            throw cut;
        }
        take(buffer, filled);
    }

    private static int read(InputStream in, byte[] buffer, int filled) throws SourceException {
        try {
            return in.read(buffer, filled, buffer.length - filled);
        } catch (IOException failure) {
            throw new SourceException(failure);
        }
    }

    private void take(byte[] bytes, int length) throws IOException {
        if (length == 0) {
            return;
        }
        complete = null;
        write(bytes, length);
        computation.update(bytes, 0, length);
        size += length;
        flush.wrote(length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        long at = size;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
    }

    @Override
    public Digest digest(Digest.Algorithm wanted) throws IOException {
        if (wanted != algorithm) {
            MessageDigest other = wanted.begin();
            read(other);
            return wanted.end(other.digest());
        }
        if (complete == null) {
            complete = algorithm.end(soFar());
        }
        return complete;
    }

    private byte[] soFar() {
        try {
            return ((MessageDigest) computation.clone()).digest();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible); // see Hashes
        }
    }

    private long read(MessageDigest into) throws IOException {
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = 0;
        for (int n = channel.read(buffer, at); n >= 0; n = channel.read(buffer, at)) {
            at += n;
            into.update(bytes, 0, n);
            buffer.clear();
        }
        return at;
    }

    @Override
    public String commit(Digest digest) throws IOException {
        flush.finish();
        close();
        return store.adopt(file, digest);
    }

    @Override
    public void discard() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
