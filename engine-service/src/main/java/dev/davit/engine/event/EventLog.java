package dev.davit.engine.event;

import dev.davit.contracts.engine.Event;
import dev.davit.engine.host.EngineProperties;
import dev.davit.platform.database.Commits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The append-only log. Events become visible in the order of their revisions, without a gap. */
@Component
public class EventLog {

    private static final int PAGE = 500;
    private static final int PRUNE_EVERY = 1_000;

    private final EventRepository events;
    private final EventCounterRepository counter;
    private final Commits commits;
    private final JsonMapper json;
    private final int kept;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long woken;

    EventLog(
            EventRepository events,
            EventCounterRepository counter,
            Commits commits,
            JsonMapper json,
            EngineProperties properties) {
        this.events = events;
        this.counter = counter;
        this.commits = commits;
        this.json = json;
        this.kept = properties.events();
    }

    /** Appends within the caller's transaction (of {@link Commits}), which then holds the counter: do it last. */
    public void append(List<EventDraft> drafts) {
        if (drafts.isEmpty()) {
            return;
        }
        JdbcTemplate jdbc = commits.jdbc();
        jdbc.update("update event_counter set revision = revision + ? where id = 1", drafts.size());
        Long last = jdbc.queryForObject("select revision from event_counter where id = 1", Long.class);
        long revision = (last == null ? 0 : last) - drafts.size();
        for (EventDraft draft : drafts) {
            revision++;
            insert(jdbc, revision, draft);
            if (revision % PRUNE_EVERY == 0) {
                jdbc.update("delete from event where revision <= ?", revision - kept);
            }
        }
    }

    // The time is taken under the lock of the counter, so that it follows the revision.
    private void insert(JdbcTemplate jdbc, long revision, EventDraft draft) {
        jdbc.update(
                "insert into event (revision, occurred, type, action, actor, attributes) values (?, ?, ?, ?, ?, ?)",
                revision,
                nanos(Instant.now()),
                draft.type(),
                draft.action(),
                draft.actor(),
                json.writeValueAsString(draft.attributes()));
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

    /** Has those who wait ask whether it is over for them; nobody reads the log again for that. */
    void recheck() {
        lock.lock();
        try {
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

    /** Waits for a wake after the {@code seen}th, for so many nanoseconds at most, or until it is {@code over}. */
    void awaitChange(long seen, long nanos, BooleanSupplier over) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (woken == seen && left > 0 && !over.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The newest revision. */
    long revision() {
        return counter.findById(EventCounter.ONLY).orElseThrow().revision();
    }

    /** Events after a revision and not before a time, the oldest first, a page of them. */
    public List<Event> read(long after, Instant since) {
        return events
                .findByRevisionGreaterThanAndOccurredGreaterThanEqualOrderByRevision(
                        after, nanos(since), Limit.of(PAGE))
                .stream()
                .map(this::event)
                .toList();
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
