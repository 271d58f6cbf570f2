package dev.davit.registry.gc;

import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.policy.Policies;
import dev.davit.registry.policy.Retention;
import dev.davit.registry.repository.Repositories;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Collects garbage while everybody pushes and pulls. What nothing needs is marked; what is marked and still not needed
 * after the review delay goes, in transactions that hold the repository or the blob, as pushes do. Whoever is told of a
 * marked blob takes the mark away by it. Several could collect at once, since each step finds what is left to do, but
 * it would be for nothing: replicas take turns.
 */
@Component
class Collector {

    /** Of whom one collects at once. */
    static final String TURN = "gc";

    private static final int BATCH = 500;

    private final Repositories repositories;
    private final Policies policies;
    private final Retention retention;
    private final Links links;
    private final Garbage garbage;
    private final Orphans orphans;
    private final Lookups lookups;
    private final TransactionTemplate transaction;
    private final GcProperties properties;
    private final MeterRegistry meters;

    Collector(
            Repositories repositories,
            Policies policies,
            Retention retention,
            Links links,
            Garbage garbage,
            Orphans orphans,
            Lookups lookups,
            TransactionTemplate transaction,
            GcProperties properties,
            MeterRegistry meters) {
        this.repositories = repositories;
        this.policies = policies;
        this.retention = retention;
        this.links = links;
        this.garbage = garbage;
        this.orphans = orphans;
        this.lookups = lookups;
        this.transaction = transaction;
        this.properties = properties;
        this.meters = meters;
    }

    synchronized Collected collect() throws IOException {
        int tags = 0;
        int manifests = 0;
        int unlinked = 0;
        String last = "";
        List<String> names;
        do {
            names = repositories.names(last, BATCH);
            for (String name : names) {
                Retention.Deleted deleted = retain(name);
                tags += deleted.tags();
                manifests += deleted.manifests();
                unlinked += unlink(name);
                last = name;
            }
        } while (names.size() == BATCH);
        OffsetDateTime now = now();
        Garbage.Swept swept = garbage.sweep(now, now.minus(properties.delay()));
        meters.counter("davit.registry.collected.blobs").increment(swept.blobs());
        meters.counter("davit.registry.collected.bytes").increment((double) swept.bytes());
        return new Collected(
                tags, manifests, unlinked, swept.blobs(), swept.bytes(), orphans.delete(properties.orphanAge()));
    }

    private Retention.Deleted retain(String name) {
        Retention.Deleted none = new Retention.Deleted(0, 0);
        if (!policies.retains(name)) {
            return none;
        }
        Retention.Deleted deleted = Objects.requireNonNull(transaction.execute(status ->
                repositories.lock(name).map(id -> retention.apply(id, name)).orElse(none)));
        lookups.changed();
        return deleted;
    }

    private int unlink(String name) {
        OffsetDateTime now = now();
        // Held also to mark: pushes and this would otherwise wait for one another's rows.
        Links.Marked marked = Objects.requireNonNull(transaction.execute(status -> repositories
                .lock(name)
                .map(id -> links.mark(id, now, now.minus(properties.delay())))
                .orElse(new Links.Marked(false, false))));
        if (marked.changed()) {
            lookups.changed(); // what is marked must be seen to be
        }
        if (!marked.due()) {
            return 0;
        }
        int swept = Objects.requireNonNull(transaction.execute(status -> repositories
                .lock(name)
                .map(id -> links.sweep(id, now.minus(properties.delay())))
                .orElse(0)));
        lookups.changed();
        return swept;
    }

    // As exactly as databases keep it.
    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
}
