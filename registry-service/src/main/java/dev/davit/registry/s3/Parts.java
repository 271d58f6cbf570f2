package dev.davit.registry.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Gathers bytes to parts, and sends one while the next comes in. Parts grow with their number, since there may be 10,000
 * of them only. All that is saved lies in parts and in the marker.
 */
final class Parts {

    private static final long LEAST = 5L << 20; // S3's, but for the last part
    private static final long MOST = 4L << 30;
    private static final int STEP = 1000;

    private final Path folder;
    private final long partSize;
    private final Marker marker;
    private final Multipart multipart;
    private @Nullable Spool filling;
    private @Nullable Spool spare;
    private @Nullable FutureTask<Spool> sending;
    private int sent;
    private boolean marked;
    private boolean announced;
    private boolean changed;

    Parts(Path folder, long partSize, Marker marker, Multipart multipart, boolean marked) {
        this.folder = folder;
        this.partSize = partSize;
        this.marker = marker;
        this.multipart = multipart;
        this.sent = multipart.parts();
        this.marked = marked;
        this.announced = multipart.id() != null;
    }

    /** Whether all bytes are still here. */
    boolean nothingSent() {
        return sent == 0;
    }

    void append(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        changed = true;
        while (left > 0) {
            Spool spool = filling();
            int n = (int) Math.min(left, limit() - spool.size());
            spool.append(bytes, from, n);
            from += n;
            left -= n;
            if (spool.size() >= limit()) {
                send(spool);
            }
        }
    }

    private long limit() {
        return Math.min(partSize << (sent / STEP), MOST);
    }

    private Spool filling() throws IOException {
        Spool spool = filling;
        if (spool == null) {
            spool = spare == null ? new Spool(folder) : spare;
            spare = null;
            filling = spool;
        }
        return spool;
    }

    private void send(Spool full) throws IOException {
        await();
        filling = null;
        boolean first = !announced;
        announced = true;
        sent++;
        FutureTask<Spool> task = new FutureTask<>(() -> send(full, first));
        sending = task;
        Thread.startVirtualThread(task);
    }

    // What was saved in the marker is kept there until the part that has it is.
    private Spool send(Spool full, boolean first) throws IOException {
        try {
            multipart.send(full.body(), full.size());
            if (first) {
                marker.write(multipart, RequestBody.empty());
                marked = true;
            }
            full.clear();
        } catch (IOException | RuntimeException failure) {
            full.close();
            throw failure;
        }
        return full;
    }

    private void await() throws IOException {
        FutureTask<Spool> task = sending;
        if (task == null) {
            return;
        }
        try {
            spare = task.get();
            sending = null;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException store) {
                throw store;
            }
            throw new IOException("a part could not be sent", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while a part was being sent");
        }
    }

    private long rest() {
        return filling == null ? 0 : filling.size();
    }

    /** Has the bucket keep all so far, the rest as a part if it is large enough for one. */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        if (filling != null && filling.size() >= LEAST) {
            send(filling);
        }
        await();
        if (rest() > 0) {
            marker.write(multipart, filling().body());
            marked = true;
        }
        changed = false;
    }

    void digest(MessageDigest into) throws IOException {
        if (filling != null) {
            filling.digest(into);
        }
    }

    /** Makes the object of all; the marker tells when, since the object tells when its upload began. */
    void complete(Bucket bucket, String key) throws IOException {
        if (sent == 0) {
            bucket.put(key, filling().body(), Map.of());
            return;
        }
        if (filling != null && filling.size() > 0) {
            send(filling);
        }
        await();
        marker.write(multipart, RequestBody.empty());
        multipart.complete();
    }

    void abort() throws IOException {
        multipart.abort();
    }

    /** Deletes the marker. */
    void forget() throws IOException {
        if (marked) {
            marker.delete();
            marked = false;
        }
    }

    /** Waits for what is on its way, so that nothing comes later. */
    void close() {
        try {
            await();
        } catch (IOException failed) {
            // whoever takes the upload up again sees what has come of it
        }
        if (filling != null) {
            filling.close();
        }
        if (spare != null) {
            spare.close();
        }
        filling = null;
        spare = null;
    }
}
