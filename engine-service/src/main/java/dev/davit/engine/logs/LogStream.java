package dev.davit.engine.logs;

import dev.davit.platform.stream.PieceStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A log as Docker sends it: framed by stream unless it is a terminal's. */
final class LogStream extends PieceStream {

    private static final int BATCH = 32 * 1024;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final LogCursor cursor;
    private final LogQuery query;
    private final boolean framed;
    private final BooleanSupplier writing;
    private final LogSignal signal;
    private final Runnable onClose;
    private volatile boolean over;

    LogStream(
            LogCursor cursor,
            LogQuery query,
            boolean framed,
            BooleanSupplier writing,
            LogSignal signal,
            Runnable onClose) {
        this.cursor = cursor;
        this.query = query;
        this.framed = framed;
        this.writing = writing;
        this.signal = signal;
        this.onClose = onClose;
    }

    @Override
    protected boolean more() throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        while (!over && batch.size() < BATCH) {
            // Asked before reading: what was written until then is read below.
            boolean goesOn = query.follow() && writing.getAsBoolean() && !pastEnd();
            LogLine line = cursor.next();
            if (line != null) {
                take(line, batch);
            } else if (batch.size() > 0) {
                break;
            } else if (goesOn) {
                signal.await(patience());
            } else {
                over = true;
            }
        }
        piece(batch.toByteArray());
        return batch.size() > 0;
    }

    private boolean pastEnd() {
        Instant until = query.until();
        return until != null && Instant.now().isAfter(until);
    }

    private Duration patience() {
        Instant until = query.until();
        Duration left =
                until == null ? LONGEST : Duration.between(Instant.now(), until).plusMillis(1);
        return left.isNegative() || left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    private void take(LogLine line, ByteArrayOutputStream batch) {
        if (query.isAfterEnd(line)) {
            over = true;
        } else if (query.wants(line)) {
            String text = query.timestamps() ? line.time() + " " + line.text() : line.text();
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            if (framed) {
                byte stream = (byte) (line.stderr() ? 2 : 1);
                batch.writeBytes(ByteBuffer.allocate(8)
                        .put(stream)
                        .putInt(4, payload.length)
                        .array());
            }
            batch.writeBytes(payload);
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        signal.raise();
        onClose.run();
        cursor.close();
    }
}
