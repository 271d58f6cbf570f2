package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Whether, and after which pause, something is tried again. */
final class Retries {

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(8);

    private final int most;
    private final Duration first;
    private final Duration longest;

    Retries(DistributionProperties properties) {
        most = properties.retries();
        first = properties.retryPause();
        longest = properties.maxRetryAfter();
    }

    int most() {
        return most;
    }

    /** The pause before the attempt after {@code attempt} (from 0); empty: enough. */
    Optional<Duration> backoff(int attempt) {
        if (attempt >= most || Thread.currentThread().isInterrupted()) {
            return Optional.empty();
        }
        Duration pause = first.multipliedBy(1L << Math.min(attempt, 10));
        return Optional.of(pause.compareTo(LONGEST_BACKOFF) < 0 ? pause : LONGEST_BACKOFF);
    }

    /** The pause that an answer 429 or 503 asks for; empty: no such answer, or longer than we wait. */
    Optional<Duration> after(Answer answer, int attempt) {
        if (answer.status() != 429 && answer.status() != 503) {
            return Optional.empty();
        }
        String wish = answer.header("Retry-After").strip();
        return backoff(attempt)
                .map(pause -> wish.isEmpty() ? pause : parse(wish, Instant.now()))
                .filter(pause -> pause.compareTo(longest) <= 0);
    }

    /** The pause after a failed connection; empty: it would fail again. */
    Optional<Duration> after(IOException failure, int attempt) {
        boolean pointless = failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof SSLException
                || failure instanceof InterruptedIOException; // a time-out has taken long enough
        return pointless ? Optional.empty() : backoff(attempt);
    }

    /** Seconds or a date (RFC 9110, 10.2.3); what is neither counts as too long. */
    static Duration parse(String wish, Instant now) {
        Duration never = Duration.ofDays(365);
        if (wish.chars().allMatch(Character::isDigit)) {
            return wish.length() > 7 ? never : Duration.ofSeconds(Long.parseLong(wish));
        }
        try {
            Instant date = ZonedDateTime.parse(wish, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeParseException malformed) {
            return never;
        }
    }

    static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DavitException.internal("context canceled", interrupted);
        }
    }
}
