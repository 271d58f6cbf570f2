package dev.davit.engine.lifecycle;

import dev.davit.engine.container.LiveContainer;
import dev.davit.platform.error.DavitException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Docker's filters of a prune: {@code until}, labels there and labels not there; lists, or objects as older clients send. */
record PruneFilter(@Nullable Instant until, List<String> labels, List<String> withoutLabels) {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");

    static PruneFilter parse(@Nullable String json) {
        if (json == null || json.isEmpty()) {
            return new PruneFilter(null, List.of(), List.of());
        }
        try {
            JsonNode filters = JsonMapper.shared().readTree(json);
            for (String key : filters.propertyNames()) {
                if (!List.of("until", "label", "label!").contains(key)) {
                    throw DavitException.invalid("invalid filter '" + key + "'");
                }
            }
            List<String> until = values(filters.path("until"));
            if (until.size() > 1) {
                throw DavitException.invalid("more than one until filter specified");
            }
            return new PruneFilter(
                    until.isEmpty() ? null : time(until.getFirst()),
                    values(filters.path("label")),
                    values(filters.path("label!")));
        } catch (JacksonException malformed) {
            throw DavitException.invalid("invalid filter");
        }
    }

    private static List<String> values(JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> values.add(element.asString("")));
        } else {
            values.addAll(node.propertyNames());
        }
        return values;
    }

    // A time, seconds of the epoch, or how long ago.
    private static Instant time(String text) {
        try {
            if (text.matches("\\d+(\\.\\d+)?")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
            }
            return text.contains("T") ? Instant.parse(text) : Instant.now().minus(duration(text));
        } catch (DateTimeParseException malformed) {
            throw DavitException.invalid("failed to parse time: " + text);
        }
    }

    private static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher matcher = PART.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            double number = Double.parseDouble(matcher.group(1));
            double seconds = switch (matcher.group(2)) {
                case "h" -> number * 3600;
                case "m" -> number * 60;
                case "s" -> number;
                default -> number / 1000;
            };
            sum = sum.plusMillis((long) (seconds * 1000));
            end = matcher.end();
        }
        if (end != text.length() || text.isEmpty()) {
            throw DavitException.invalid("failed to parse time: " + text);
        }
        return sum;
    }

    boolean matches(LiveContainer container) {
        Map<String, String> has = container.definition().spec().labels();
        return (until == null || container.definition().created().isBefore(until))
                && labels.stream().allMatch(label -> holds(has, label))
                && withoutLabels.stream().noneMatch(label -> holds(has, label));
    }

    private static boolean holds(Map<String, String> has, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? has.containsKey(label)
                : label.substring(equals + 1).equals(has.get(label.substring(0, equals)));
    }
}
