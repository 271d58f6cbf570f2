package dev.davit.engine.logs;

import dev.davit.platform.error.DavitException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log.
 *
 * @param tail how many of the last; {@link #ALL}
 */
public record LogQuery(
        boolean follow,
        boolean stdout,
        boolean stderr,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean timestamps,
        long tail) {

    /** Every line. */
    public static final long ALL = -1;

    /** As in the contract. */
    public static LogQuery parse(
            boolean follow,
            boolean stdout,
            boolean stderr,
            @Nullable String since,
            @Nullable String until,
            boolean timestamps,
            String tail) {
        if (!stdout && !stderr) {
            throw DavitException.invalid("Bad parameters: you must choose at least one stream");
        }
        return new LogQuery(follow, stdout, stderr, time(since), time(until), timestamps, count(tail));
    }

    private static long count(String tail) {
        return tail.matches("\\d{1,18}") ? Long.parseLong(tail) : ALL;
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("0")) {
            return null;
        }
        try {
            return text.matches("-?\\d+(\\.\\d+)?") ? seconds(new BigDecimal(text)) : Instant.parse(text);
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw DavitException.invalid("invalid value for \"since\": failed to parse time \"" + text + "\"");
        }
    }

    private static Instant seconds(BigDecimal seconds) {
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    boolean wants(LogLine line) {
        if (line.stderr() ? !stderr : !stdout) {
            return false;
        }
        return since == null || !line.instant().isBefore(since);
    }

    boolean isAfterEnd(LogLine line) {
        return until != null && line.instant().isAfter(until);
    }
}
