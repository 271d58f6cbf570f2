package dev.davit.registry.upload;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An upload in the memory of this process: whoever writes holds its lock. */
final class Session {

    private final String id;
    private final String repository;
    private final String owner;
    private final ReentrantLock lock = new ReentrantLock();
    private Digest.Algorithm algorithm;
    private @Nullable StagedBlob staged;
    private volatile long size;
    private volatile long touched = System.nanoTime();
    private boolean ended;

    Session(String id, String repository, String owner, Digest.Algorithm algorithm) {
        this.id = id;
        this.repository = repository;
        this.owner = owner;
        this.algorithm = algorithm;
    }

    String id() {
        return id;
    }

    String repository() {
        return repository;
    }

    /** Who began it. */
    String owner() {
        return owner;
    }

    /** Bytes so far, also while somebody writes. */
    long size() {
        return size;
    }

    boolean tryHold() {
        return lock.tryLock();
    }

    void release() {
        StagedBlob held = staged;
        if (held != null) {
            size = held.size();
        }
        touched = System.nanoTime();
        lock.unlock();
    }

    boolean idleFor(long nanos) {
        return System.nanoTime() - touched > nanos;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        staged = null;
    }

    StagedBlob staged(BlobStore store) throws IOException {
        StagedBlob held = staged;
        if (held == null) {
            held = store.stage(id, algorithm);
            staged = held;
            size = held.size();
        }
        return held;
    }

    /** The same, its digest computed with {@code wanted} as long as there is nothing to compute again. */
    StagedBlob staged(BlobStore store, Digest.Algorithm wanted) throws IOException {
        StagedBlob held = staged(store);
        if (wanted != algorithm && held.size() == 0) {
            letGo();
            algorithm = wanted;
            held = staged(store);
        }
        return held;
    }

    /** Closes what is staged; it is taken up again from the store when it is needed. */
    void letGo() throws IOException {
        StagedBlob held = staged;
        staged = null;
        if (held != null) {
            held.close();
        }
    }
}
