package dev.davit.registry.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** How long an upstream wants to be left alone. Meanwhile nobody asks it. */
final class Pause {

    private static final Duration UNSAID = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final String name;
    private volatile @Nullable Over over;

    Pause(String name) {
        this.name = name;
    }

    private record Over(Instant at, boolean limited) {}

    /** Fails while it is to be left alone. */
    void check() throws UpstreamException {
        Over pause = over;
        if (pause != null) {
            Duration left = Duration.between(Instant.now(), pause.at);
            if (left.isPositive()) {
                throw said(pause.limited, left);
            }
            over = null;
        }
    }

    /** After a 429 or 503. */
    UpstreamException begin(Reply reply) {
        boolean limited = reply.status() == 429;
        Duration wish = parse(reply.header("Retry-After"), Instant.now());
        over = new Over(Instant.now().plus(wish), limited);
        return said(limited, wish);
    }

    private UpstreamException said(boolean limited, Duration left) {
        return UpstreamException.busy(
                limited,
                limited ? name + " lets this registry ask no more for a while" : name + " does not serve for a while",
                left);
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    static Duration parse(String wish, Instant now) {
        Duration pause = UNSAID;
        if (wish.matches("\\d+")) {
            pause = wish.length() > 7 ? LONGEST : Duration.ofSeconds(Long.parseLong(wish));
        } else if (!wish.isEmpty()) {
            try {
                pause = Duration.between(
                        now,
                        ZonedDateTime.parse(wish, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeParseException malformed) {
                // then as if nothing was said
            }
        }
        pause = pause.compareTo(UNSAID) < 0 ? UNSAID : pause;
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
