package dev.davit.gateway.api;

import dev.davit.platform.error.DavitException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as Docker writes and reads them. */
public final class Times {

    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final Pattern SECONDS = Pattern.compile("-?\\d+(\\.\\d{0,9})?");
    private static final Pattern GO_DURATION = Pattern.compile("-?(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h))+");

    private Times() {}

    /** RFC 3339; null is Go's zero time. */
    public static String text(@Nullable Instant time) {
        return time == null ? NEVER : time.toString();
    }

    /** Seconds of the epoch with a fraction, RFC 3339 (also without parts of it), or a duration before now. */
    public static @Nullable Instant parse(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (SECONDS.matcher(text).matches()) {
            BigDecimal seconds = new BigDecimal(text);
            long whole = seconds.longValue();
            return Instant.ofEpochSecond(
                    whole,
                    seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValue());
        }
        if (GO_DURATION.matcher(text).matches()) {
            return Instant.now().minus(duration(text));
        }
        return date(text);
    }

    private static Instant date(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant();
            }
            boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d$");
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeParseException malformed) {
            throw DavitException.invalid(
                    "parsing time \"" + text + "\" as \"2006-01-02T15:04:05.999999999Z07:00\": cannot parse");
        }
    }

    private static Duration duration(String text) {
        Duration total = Duration.ZERO;
        java.util.regex.Matcher part =
                Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)").matcher(text);
        while (part.find()) {
            BigDecimal nanos = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2))));
            total = total.plusNanos(nanos.longValue());
        }
        return text.startsWith("-") ? total.negated() : total;
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    /** Nanoseconds of the epoch. */
    public static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /** With an offset instead of Z, as Docker writes the creation of volumes. */
    public static String seconds(Instant time) {
        return time.atOffset(ZoneOffset.UTC).withNano(0).toInstant().toString();
    }

    /** How long, roughly, in words: {@code 3 seconds}, {@code About an hour}. */
    public static String human(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds < 1 ? "Less than a second" : seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        return humanHours(duration.plusMinutes(30).toHours(), duration.toHours());
    }

    private static String humanHours(long rounded, long hours) {
        if (rounded == 1) {
            return "About an hour";
        }
        if (rounded < 48) {
            return rounded + " hours";
        }
        if (rounded < 24 * 7 * 2) {
            return rounded / 24 + " days";
        }
        if (rounded < 24 * 30 * 2) {
            return rounded / 24 / 7 + " weeks";
        }
        return rounded < 24 * 365 * 2 ? rounded / 24 / 30 + " months" : hours / 24 / 365 + " years";
    }
}
