package dev.davit.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream whose digest is computed by another thread while this one works on what it read. */
public final class HashingInput extends InputStream {

    private static final int SIZE = 256 * 1024;
    private static final int PIECES = 8;

    private final InputStream in;
    private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
    private final Future<String> digest;
    private Piece current = new Piece(0);
    private int at;
    private long total;
    private boolean ended;

    /** Hashes what is read of {@code in}. */
    public HashingInput(InputStream in, Workers workers) {
        this.in = in;
        for (int i = 0; i < PIECES; i++) {
            free.add(new Piece(SIZE));
        }
        this.digest = workers.submit(this::hash);
    }

    private String hash() throws InterruptedException {
        Sha256 sha = Sha256.begin();
        while (true) {
            Piece piece = full.take();
            if (piece.length < 0) {
                return sha.digest();
            }
            sha.update(piece.bytes, 0, piece.length);
            release(piece);
        }
    }

    @Override
    public int read() throws IOException {
        return at == current.length && !fill() ? -1 : current.bytes[at++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length && !fill()) {
            return -1;
        }
        int n = Math.min(length, current.length - at);
        System.arraycopy(current.bytes, at, buffer, offset, n);
        at += n;
        return n;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        release(current);
        Piece next = taken();
        int n = in.readNBytes(next.bytes, 0, SIZE);
        next.length = n;
        next.users.set(2);
        current = next;
        at = 0;
        total += n;
        if (n == 0) {
            end();
            return false;
        }
        full.add(next);
        return true;
    }

    private Piece taken() throws IOException {
        try {
            return free.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void release(Piece piece) {
        if (piece.bytes.length > 0 && piece.users.decrementAndGet() == 0) {
            free.add(piece);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            Piece last = new Piece(0);
            last.length = -1;
            full.add(last);
        }
    }

    /** Bytes read so far. */
    public long total() {
        return total;
    }

    /** The digest of all; the stream must have been read to its end. */
    public String digest() throws IOException {
        if (!ended && read() >= 0) {
            throw new IOException("the digest was asked for before the end");
        }
        try {
            return digest.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw new IOException("cannot hash", failure);
        }
    }

    /** Ends the other thread; what was read from stays open. */
    @Override
    public void close() {
        end();
    }

    private static final class Piece {
        private final byte[] bytes;
        private final AtomicInteger users = new AtomicInteger();
        private int length;

        Piece(int size) {
            this.bytes = new byte[size];
        }
    }
}
