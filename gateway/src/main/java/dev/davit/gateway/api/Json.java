package dev.davit.gateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object of Docker's API: names in Docker's casing and order, null where Go writes null. */
public final class Json {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Json() {}

    /** An object without fields. */
    public static Json object() {
        return new Json();
    }

    /** A set of names, which Docker writes as an object of empty objects. */
    public static Map<String, Map<String, String>> set(Iterable<String> names) {
        Map<String, Map<String, String>> set = new TreeMap<>();
        names.forEach(name -> set.put(name, Map.of()));
        return set;
    }

    /** Adds a field. */
    public Json put(String name, @Nullable Object value) {
        fields.put(name, value instanceof Json nested ? nested.map() : value);
        return this;
    }

    /** Adds a field unless it is null, empty, false or zero (Go's {@code omitempty}). */
    public Json putUnlessEmpty(String name, @Nullable Object value) {
        boolean empty = switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case Iterable<?> list -> !list.iterator().hasNext();
            case Boolean flag -> !flag;
            case Number number -> number.longValue() == 0;
            default -> false;
        };
        return empty ? this : put(name, value);
    }

    /** Its fields, for the mapper. */
    public Map<String, @Nullable Object> map() {
        return fields;
    }
}
