package dev.davit.gateway.api;

import dev.davit.platform.error.DavitException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Docker's filters: values by key, of which one must fit (all of them for labels). */
public final class Filters {

    private final Map<String, Set<String>> values;

    private Filters(Map<String, Set<String>> values) {
        this.values = values;
    }

    /** Of {@code {"label":{"a=b":true}}}, or the older {@code {"label":["a=b"]}}. */
    static Filters parse(String json) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        if (json.isEmpty()) {
            return new Filters(values);
        }
        try {
            JsonNode root = JsonMapper.shared().readTree(json);
            if (!root.isObject()) {
                throw DavitException.invalid("invalid filter");
            }
            root.properties().forEach(entry -> values.put(entry.getKey(), read(entry.getValue())));
            return new Filters(values);
        } catch (JacksonException malformed) {
            throw DavitException.invalid("invalid filter");
        }
    }

    private static Set<String> read(JsonNode node) {
        Set<String> values = new LinkedHashSet<>();
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                if (!entry.getValue().isBoolean()) {
                    throw DavitException.invalid("invalid filter");
                }
                values.add(entry.getKey());
            });
        } else if (node.isArray()) {
            node.forEach(each -> values.add(each.asString()));
        } else if (!node.isNull()) {
            throw DavitException.invalid("invalid filter");
        }
        return values;
    }

    /** Refuses keys that are none of these. */
    public Filters accepting(Set<String> keys) {
        for (String key : values.keySet()) {
            if (!keys.contains(key)) {
                throw DavitException.invalid("invalid filter '" + key + "'");
            }
        }
        return this;
    }

    /** The values of a key. */
    public Set<String> get(String key) {
        return values.getOrDefault(key, Set.of());
    }

    /** Whether a key is there. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Adds a value. */
    public void add(String key, String value) {
        values.computeIfAbsent(key, absent -> new LinkedHashSet<>()).add(value);
    }

    /** A truth value, null where the key is missing. */
    public @Nullable Boolean flag(String key) {
        if (!has(key)) {
            return null;
        }
        Set<String> given = get(key);
        boolean no = given.contains("0") || given.contains("false");
        boolean yes = given.contains("1") || given.contains("true");
        if (no == yes) {
            throw DavitException.invalid(
                    "invalid filter '" + key + (given.isEmpty() ? "" : "=[" + String.join(" ", given) + "]") + "'");
        }
        return yes;
    }

    /** Whether a key is missing or has exactly this value. */
    public boolean matchesExactly(String key, String text) {
        return get(key).isEmpty() || get(key).contains(text);
    }

    /** Whether a key is missing or one of its values is the text, or a pattern that is found in it. */
    public boolean matches(String key, String text) {
        return matchesExactly(key, text)
                || get(key).stream()
                        .anyMatch(pattern -> compile(pattern).matcher(text).find());
    }

    /** Whether a key is missing or the text begins with one of its values. */
    public boolean matchesPrefix(String key, String text) {
        return get(key).isEmpty() || get(key).stream().anyMatch(text::startsWith);
    }

    /** Whether every {@code name} or {@code name=value} of a key is among the labels. */
    public boolean matchesLabels(String key, Map<String, String> labels) {
        return get(key).stream().allMatch(label -> hasLabel(labels, label));
    }

    /** Whether any {@code name} or {@code name=value} of a key is among the labels. */
    public boolean matchesAnyLabel(String key, Map<String, String> labels) {
        return get(key).stream().anyMatch(label -> hasLabel(labels, label));
    }

    /** The values of a key as a list. */
    public List<String> list(String key) {
        return List.copyOf(get(key));
    }

    private static boolean hasLabel(Map<String, String> labels, String label) {
        int equals = label.indexOf('=');
        if (equals < 0) {
            return labels.containsKey(label);
        }
        return label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException malformed) {
            return Pattern.compile(Pattern.quote(pattern));
        }
    }
}
