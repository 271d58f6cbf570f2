package dev.davit.registry.upload;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.replica.Lease;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An upload in the memory of this process: whoever writes holds its lock, and the lease of it among replicas. */
final class Session {

    private final String id;
    private final String repository;
    private final String owner;
    private final ReentrantLock lock = new ReentrantLock();
    private Digest.Algorithm algorithm;
    private @Nullable StagedBlob staged;
    private @Nullable Lease lease;
    private long epoch;
    private volatile long size;
    private volatile long touched = System.nanoTime();
    private boolean begun;
    private boolean ended;

    /** Begun: it may have something staged already. */
    Session(String id, String repository, String owner, Digest.Algorithm algorithm, boolean begun) {
        this.begun = begun;
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

    boolean isHeld() {
        return lock.isLocked();
    }

    void release() {
        StagedBlob held = staged;
        if (held != null) {
            size = held.size();
        }
        lease = null;
        touched = System.nanoTime();
        lock.unlock();
    }

    /** From now on under this lease; what other replicas did since the last one is in the store, not in this memory. */
    void under(Lease taken) throws IOException {
        if (taken.epoch() > epoch + 1) {
            begun = true;
            letGo();
        }
        epoch = taken.epoch();
        lease = taken;
    }

    Lease lease() {
        return Objects.requireNonNull(lease);
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
            held = begun ? store.stage(id, algorithm) : store.begin(id, algorithm);
            begun = true;
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

    /** Has the store keep what came so far. */
    void save() throws IOException {
        if (staged != null) {
            staged.save();
        }
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
