package dev.davit.registry.scrub;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.ContentCache;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads every blob and puts those into quarantine whose bytes are not what their digest says. A blob without its bytes
 * is unknown to clients, who push it again then, and are served from the new object.
 */
@Component
class Scrubber {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    private static final int BATCH = 100;
    private static final int SAID = 500;
    private static final int BUFFER = 256 * 1024;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BlobStore store;
    private final ContentCache cache;
    private final ScrubProperties properties;
    private final MeterRegistry meters;
    private volatile @Nullable ScrubReport report;

    Scrubber(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            BlobStore store,
            ContentCache cache,
            ScrubProperties properties,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.store = store;
        this.cache = cache;
        this.properties = properties;
        this.meters = meters;
    }

    /** What the last scrub has found, or the one that is under way. */
    Optional<ScrubReport> report() {
        return Optional.ofNullable(report);
    }

    synchronized void scrub() throws IOException, InterruptedException {
        Progress progress = new Progress(new Pace(properties.rate().toBytes()));
        try {
            scrub(progress);
            report = progress.report(Instant.now(), null);
        } catch (IOException | RuntimeException | InterruptedException early) {
            report = progress.report(Instant.now(), early.toString());
            throw early;
        }
    }

    private void scrub(Progress progress) throws IOException, InterruptedException {
        long last = 0;
        List<Row> rows;
        do {
            rows = rows(last);
            for (Row row : rows) {
                check(row, progress);
                last = row.id;
            }
            report = progress.report(null, null);
        } while (rows.size() == BATCH);
    }

    private void check(Row row, Progress progress) throws IOException, InterruptedException {
        String problem;
        try {
            problem = problem(row, progress.pace);
        } catch (UnavailableException away) {
            throw away;
        } catch (IOException unreadable) {
            // Whether it is the disk or this process, nobody knows: it is told, and left where it is.
            LOG.error("the blob {} cannot be read", row.digest, unreadable);
            progress.checked(row.digest, "it cannot be read: " + unreadable.getMessage());
            return;
        }
        if (problem == null || !isStill(row)) {
            progress.checked(row.digest, null); // a collection or another push was here meanwhile
            return;
        }
        LOG.error("the blob {} is damaged: {}; it is quarantined until it is pushed again", row.digest, problem);
        store.quarantine(row.object);
        meters.counter("davit.registry.damaged.blobs").increment();
        cache.forget(row.digest); // also where memory has it right: it is to be pushed again
        progress.checked(row.digest, problem);
    }

    private @Nullable String problem(Row row, Pace pace) throws IOException, InterruptedException {
        Digest digest = Digest.parse(row.digest);
        MessageDigest computation = digest.algorithm().begin();
        long size = 0;
        try (InputStream in = store.read(row.object, 0)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                computation.update(buffer, 0, n);
                size += n;
                pace.read(n);
            }
        } catch (NoSuchFileException lost) {
            return "its bytes are gone";
        }
        if (size != row.size) {
            return "it has " + size + " bytes instead of " + row.size;
        }
        Digest found = digest.algorithm().end(computation.digest());
        return found.equals(digest) ? null : "its bytes have the digest " + found;
    }

    private boolean isStill(Row row) {
        return !inTransaction("select id, digest, object, size from blobs where id = :last and object = :object", row)
                .isEmpty();
    }

    private List<Row> rows(long last) {
        return inTransaction(
                "select id, digest, object, size from blobs where id > :last and object <> :object order by id limit "
                        + BATCH,
                new Row(last, "", "", 0));
    }

    private List<Row> inTransaction(String sql, Row from) {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(sql)
                .param("last", from.id)
                .param("object", from.object)
                .query((row, number) -> new Row(
                        row.getLong("id"), row.getString("digest"), row.getString("object"), row.getLong("size")))
                .list()));
    }

    private record Row(long id, String digest, String object, long size) {}

    private static final class Progress {

        private final Instant started = Instant.now();
        private final List<ScrubReport.Damage> damaged = new ArrayList<>();
        private final Pace pace;
        private long blobs;

        Progress(Pace pace) {
            this.pace = pace;
        }

        void checked(String digest, @Nullable String problem) {
            blobs++;
            if (problem != null && damaged.size() < SAID) {
                damaged.add(new ScrubReport.Damage(digest, problem));
            }
        }

        ScrubReport report(@Nullable Instant ended, @Nullable String problem) {
            return new ScrubReport(started, ended, blobs, pace.bytes(), List.copyOf(damaged), problem);
        }
    }
}
