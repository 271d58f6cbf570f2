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

/**
 * Content staged in a file. The computation of its digest lives as long as this; taken up again, the file is read when
 * the digest is asked for, not each time that it moves from one replica to another.
 */
final class StagedFile implements StagedBlob {

    private static final int BUFFER = 128 * 1024;
    private static final long STEP = 1024 * 1024; // after which the disk is looked at again

    private final FileBlobStore store;
    private final Path file;
    private final FileChannel channel;
    private final EarlyFlush flush;
    private final Digest.Algorithm algorithm;
    private final MessageDigest computation;
    private final boolean shared;
    private long size;
    private long unchecked;
    private long computed;
    private @Nullable Digest complete;

    StagedFile(FileBlobStore store, Path file, Digest.Algorithm algorithm, boolean shared) throws IOException {
        this.store = store;
        this.file = file;
        this.algorithm = algorithm;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.flush = new EarlyFlush(channel);
        this.computation = algorithm.begin();
        this.shared = shared;
        this.size = channel.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(InputStream in) throws IOException {
        Pump.all(in, this::take);
    }

    private void take(byte[] bytes, int length) throws IOException {
        if (length == 0) {
            return;
        }
        complete = null;
        unchecked += length;
        if (unchecked >= STEP || size == 0) {
            unchecked = 0;
            store.checkRoom();
        }
        write(bytes, length);
        if (computed == size) {
            computation.update(bytes, 0, length);
            computed += length;
        }
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

    // Another host sees what has been written to a network file system once it is there.
    @Override
    public void save() throws IOException {
        if (shared) {
            channel.force(false);
        }
    }

    @Override
    public Digest digest(Digest.Algorithm wanted) throws IOException {
        if (wanted != algorithm) {
            MessageDigest other = wanted.begin();
            read(other, 0);
            return wanted.end(other.digest());
        }
        if (complete == null) {
            computed = read(computation, computed);
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

    private long read(MessageDigest into, long from) throws IOException {
        if (from == size) {
            return from;
        }
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = from;
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
