package dev.davit.registry.s3;

import dev.davit.registry.blob.Pump;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way to being an object. It is sent in parts to where it stays, so that a commit copies nothing. What
 * another replica has sent cannot be read before it is complete: the digest of an upload that moved is computed from
 * the complete object, which takes no more bytes and which nobody refers to until the digest has been found right.
 */
final class StagedObject implements StagedBlob {

    private final Bucket bucket;
    private final String key;
    private final Marker marker;
    private final Parts parts;
    private final Digest.Algorithm algorithm;
    private final MessageDigest computation;
    private long size;
    private long computed;
    private boolean complete;
    private boolean committed;
    private @Nullable Digest found;

    StagedObject(Bucket bucket, String key, Marker marker, Parts parts, Digest.Algorithm algorithm) {
        this.bucket = bucket;
        this.key = key;
        this.marker = marker;
        this.parts = parts;
        this.algorithm = algorithm;
        this.computation = algorithm.begin();
    }

    /** Takes up what was saved. */
    void resume(Marker.Saved saved) throws IOException {
        size = saved.size();
        complete = saved.complete().isPresent();
        if (saved.tail() > 0 && !complete) {
            try (InputStream tail = marker.tail()) {
                Pump.all(tail, (bytes, length) -> parts.append(bytes, 0, length));
            }
        }
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
        if (complete) {
            throw new IOException("the upload is complete and takes no more bytes; begin another");
        }
        found = null;
        parts.append(bytes, 0, length);
        if (computed == size) {
            computation.update(bytes, 0, length);
            computed += length;
        }
        size += length;
    }

    @Override
    public void save() throws IOException {
        if (!complete) {
            parts.save();
        }
    }

    @Override
    public Digest digest(Digest.Algorithm wanted) throws IOException {
        if (wanted == algorithm && computed == size) {
            return algorithm.end(soFar());
        }
        if (found == null || found.algorithm() != wanted) {
            found = computeAgain(wanted);
        }
        return found;
    }

    private Digest computeAgain(Digest.Algorithm wanted) throws IOException {
        MessageDigest again = wanted.begin();
        if (!complete && parts.nothingSent()) {
            parts.digest(again);
            return wanted.end(again.digest());
        }
        complete();
        try (InputStream in = bucket.read(key, 0)) {
            byte[] buffer = new byte[128 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                again.update(buffer, 0, n);
            }
        }
        return wanted.end(again.digest());
    }

    private byte[] soFar() {
        try {
            return ((MessageDigest) computation.clone()).digest();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void complete() throws IOException {
        if (!complete) {
            parts.complete(bucket, key);
            complete = true;
        }
    }

    @Override
    public String commit(Digest digest) throws IOException {
        complete();
        committed = true;
        close();
        return key;
    }

    @Override
    public void discard() throws IOException {
        close();
        if (!committed) {
            parts.abort();
            if (complete) {
                bucket.delete(key);
            }
        }
        parts.forget();
    }

    @Override
    public void close() {
        parts.close();
    }
}
