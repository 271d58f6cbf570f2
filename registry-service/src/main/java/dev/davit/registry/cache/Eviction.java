package dev.davit.registry.cache;

import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.schedule.Periodic;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds the namespaces to their limits: what was not used for the longest time is taken from its repositories. The
 * bytes are the garbage collection's then, which lets them lie for its review delay as it does with everything. Works
 * without upstreams too: there may have been some.
 */
@Component
class Eviction extends Periodic {

    private static final Logger LOG = LoggerFactory.getLogger(Eviction.class);
    private static final int BATCH = 50;
    private static final int HOURLY = 60;
    /** After which what is held of an upstream that is set no more goes. */
    private static final Duration ABANDONED = Duration.ofDays(7);

    private final Upstreams upstreams;
    private final Accesses accesses;
    private final CacheTable table;
    private final TransactionTemplate transaction;
    private final Lookups lookups;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Upstream> wanting = ConcurrentHashMap.newKeySet();
    private int runs;

    Eviction(
            Upstreams upstreams,
            Accesses accesses,
            CacheTable table,
            TransactionTemplate transaction,
            Lookups lookups) {
        super("eviction", Duration.ofMinutes(1));
        this.upstreams = upstreams;
        this.accesses = accesses;
        this.table = table;
        this.transaction = transaction;
        this.lookups = lookups;
    }

    @Override
    protected void work() {
        accesses.flush();
        upstreams.all().forEach(this::trim);
        if (runs++ % HOURLY == 0) {
            forgetAbandoned();
        }
    }

    /** Makes room, or has whoever does so already go on with it: what has come since may be too much. */
    void trim(Upstream upstream) {
        if (upstream.limit().isEmpty()) {
            return;
        }
        wanting.add(upstream);
        while (!wanting.isEmpty() && lock.tryLock()) {
            try {
                for (Upstream next : List.copyOf(wanting)) {
                    wanting.remove(next);
                    trim(next.prefix(), next.limit().orElseThrow());
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void trim(String prefix, long limit) {
        if (bytes(prefix) <= limit) {
            return;
        }
        accesses.flush();
        long held = bytes(prefix);
        long before = held;
        int evicted = 0;
        while (held > limit) {
            List<CacheTable.Held> oldest =
                    Objects.requireNonNull(transaction.execute(status -> table.oldest(prefix, BATCH)));
            if (oldest.isEmpty()) {
                break;
            }
            for (CacheTable.Held content : oldest) {
                if (held > limit) {
                    transaction.executeWithoutResult(status -> table.evict(prefix, content.blob()));
                    held -= content.size();
                    evicted++;
                }
            }
        }
        lookups.changed();
        LOG.info("evicted {} contents of {}, {} bytes", evicted, prefix, before - held);
    }

    private long bytes(String prefix) {
        return Objects.requireNonNull(transaction.execute(status -> table.bytes(prefix)));
    }

    void forgetAbandoned() {
        transaction.executeWithoutResult(status -> table.forgetFills());
        List<String> names = Objects.requireNonNull(transaction.execute(status -> table.repositories()));
        for (String name : names) {
            if (upstreams.of(name).isEmpty()) {
                // their bytes, then, are the collection's
                int forgotten = Objects.requireNonNull(transaction.execute(
                        status -> table.forget(name, CacheTable.now().minus(ABANDONED))));
                if (forgotten > 0) {
                    lookups.changed();
                }
            }
        }
    }
}
