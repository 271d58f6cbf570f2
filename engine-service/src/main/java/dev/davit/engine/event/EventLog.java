package dev.davit.engine.event;

import dev.davit.contracts.engine.Event;
import dev.davit.engine.host.EngineProperties;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The append-only log. Events become visible in the order of their revisions, without a gap. */
@Component
public class EventLog {

    private static final int PAGE = 500;
    private static final int PRUNE_EVERY = 1_000;

    private final EventRepository events;
    private final EventCounterRepository counter;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final int kept;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long woken;

    EventLog(
            EventRepository events,
            EventCounterRepository counter,
            PlatformTransactionManager transactions,
            JsonMapper json,
            EngineProperties properties) {
        this.events = events;
        this.counter = counter;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
        this.kept = properties.events();
    }

    /** Appends within the caller's transaction, which then holds the counter: do it last. */
    public void append(List<EventDraft> drafts) {
        if (drafts.isEmpty()) {
            return;
        }
        EventCounter held = counter.lock();
        for (EventDraft draft : drafts) {
            long now = nanos(Instant.now()); // taken under the lock, so that time follows the revision
            long revision = held.next();
            events.save(new EventEntity(revision, now, draft, json.writeValueAsString(draft.attributes())));
            if (revision % PRUNE_EVERY == 0) {
                events.deleteUpTo(revision - kept);
            }
        }
    }

    /** Tells followers to look again; to be called after the commit. */
    public void wake() {
        lock.lock();
        try {
            woken++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often {@link #wake} was called: what {@link #awaitChange} wants to know. */
    long wakes() {
        lock.lock();
        try {
            return woken;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a wake after the {@code seen}th, for so many nanoseconds at most. */
    void awaitChange(long seen, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (woken == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The newest revision. */
    long revision() {
        Long revision = transaction.execute(
                status -> counter.findById(EventCounter.ONLY).orElseThrow().revision());
        return revision == null ? 0 : revision;
    }

    /** Events after a revision and not before a time, the oldest first, a page of them. */
    public List<Event> read(long after, Instant since) {
        List<EventEntity> rows = transaction.execute(status ->
                events.findByRevisionGreaterThanAndOccurredGreaterThanEqualOrderByRevision(
                        after, nanos(since), Limit.of(PAGE)));
        return rows == null ? List.of() : rows.stream().map(this::event).toList();
    }

    private Event event(EventEntity row) {
        Map<String, String> attributes = json.readValue(row.attributes(), new TypeReference<>() {});
        Instant time = Instant.ofEpochSecond(
                row.occurred() / TimeUnit.SECONDS.toNanos(1), row.occurred() % TimeUnit.SECONDS.toNanos(1));
        return new Event(row.revision(), time, row.type(), row.action(), row.actor(), attributes);
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }
}
