package dev.davit.engine.event;

import dev.davit.contracts.engine.Event;
import dev.davit.platform.stream.PieceStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Events as JSON lines: those of the past, then those to come. */
class EventStream extends PieceStream {

    private static final long FOR_EVER = Duration.ofDays(365).toNanos();

    private final EventLog log;
    private final JsonMapper json;
    private final Instant since;
    private final @Nullable Instant until;
    private long revision;
    private volatile boolean closed;

    EventStream(EventLog log, JsonMapper json, long revision, Instant since, @Nullable Instant until) {
        this.log = log;
        this.json = json;
        this.revision = revision;
        this.since = since;
        this.until = until;
    }

    @Override
    protected boolean more() throws IOException {
        while (true) {
            long seen = log.wakes();
            if (closed) {
                return false;
            }
            List<Event> page = log.read(revision, since);
            if (!page.isEmpty()) {
                revision = page.getLast().revision();
                StringBuilder lines = new StringBuilder();
                page.stream()
                        .filter(this::wanted)
                        .forEach(event ->
                                lines.append(json.writeValueAsString(event)).append('\n'));
                if (!lines.isEmpty()) {
                    piece(lines.toString().getBytes(StandardCharsets.UTF_8));
                    return true;
                }
                continue;
            }
            long left = left();
            if (left <= 0) {
                return false;
            }
            await(seen, left);
        }
    }

    private boolean wanted(Event event) {
        return until == null || !event.time().isAfter(until);
    }

    private long left() {
        return until == null ? FOR_EVER : Duration.between(Instant.now(), until).toNanos();
    }

    private void await(long seen, long nanos) throws IOException {
        try {
            log.awaitChange(seen, nanos, () -> closed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the event stream was interrupted");
        }
    }

    @Override
    public void close() {
        closed = true;
        log.recheck();
    }
}
