package dev.davit.gateway.api;

import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object of Docker's API, read as Go reads them: names in any case, null as "not there", every
 * other type refused. It knows which fields nobody read, so that none is dropped silently.
 */
public final class Fields {

    private final String path;
    private final Map<String, @Nullable Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> read = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private Fields(String path, Map<?, ?> values) {
        this.path = path;
        values.forEach((name, value) -> this.values.put(String.valueOf(name), value));
    }

    static Fields of(String path, Map<String, @Nullable Object> values) {
        return new Fields(path, values);
    }

    static Fields empty(String path) {
        return new Fields(path, Map.of());
    }

    /** Whether a field is there and not null. */
    public boolean has(String name) {
        return value(name) != null;
    }

    /** A text, empty where it is missing. */
    public String text(String name) {
        Object value = value(name);
        return value == null ? "" : cast(String.class, "string", name, value);
    }

    /** A text, null where it is missing or empty. */
    public @Nullable String textOrNull(String name) {
        String value = text(name);
        return value.isEmpty() ? null : value;
    }

    /** A truth value, false where it is missing. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(flagOrNull(name));
    }

    /** A truth value, null where it is missing. */
    public @Nullable Boolean flagOrNull(String name) {
        Object value = value(name);
        return value == null ? null : cast(Boolean.class, "bool", name, value);
    }

    /** A whole number, 0 where it is missing. */
    public long number(String name) {
        Long value = numberOrNull(name);
        return value == null ? 0 : value;
    }

    /** A whole number, null where it is missing. */
    public @Nullable Long numberOrNull(String name) {
        Object value = value(name);
        return value == null ? null : whole(name, value);
    }

    /** A number of at most 32 bits, 0 where it is missing. */
    public int integer(String name) {
        long value = number(name);
        if (value != (int) value) {
            throw mismatch("number " + value, name, "int");
        }
        return (int) value;
    }

    /** Texts, none where it is missing. */
    public List<String> texts(String name) {
        List<String> texts = textsOrNull(name);
        return texts == null ? List.of() : texts;
    }

    /** Texts, null where it is missing. */
    public @Nullable List<String> textsOrNull(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object each : list(name, value)) {
            texts.add(each == null ? "" : cast(String.class, "string", name, each));
        }
        return texts;
    }

    /** Lists of texts, none where it is missing. */
    public List<List<String>> textLists(String name) {
        Object value = value(name);
        List<List<String>> lists = new ArrayList<>();
        if (value != null) {
            for (Object each : list(name, value)) {
                lists.add(list(name, each == null ? List.of() : each).stream()
                        .map(text -> cast(String.class, "string", name, text))
                        .toList());
            }
        }
        return lists;
    }

    /** Texts that may also be written as one. */
    public @Nullable List<String> textOrTexts(String name) {
        return value(name) instanceof String one ? List.of(one) : textsOrNull(name);
    }

    /** Whole numbers, none where it is missing. */
    public List<Long> numbers(String name) {
        Object value = value(name);
        List<Long> numbers = new ArrayList<>();
        if (value != null) {
            for (Object each : list(name, value)) {
                numbers.add(each == null ? 0L : whole(name, each));
            }
        }
        return numbers;
    }

    /** Texts by name. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map(name).entrySet()) {
            Object value = entry.getValue();
            texts.put(String.valueOf(entry.getKey()), value == null ? "" : cast(String.class, "string", name, value));
        }
        return texts;
    }

    /** The names in a set, which JSON writes as an object of empty objects. */
    public List<String> names(String name) {
        return map(name).keySet().stream().map(String::valueOf).toList();
    }

    /** An object, empty where it is missing. */
    public Fields object(String name) {
        return new Fields(path + "." + name, map(name));
    }

    /** Objects by name; null counts as an empty one. */
    public Map<String, Fields> objectMap(String name) {
        Map<String, Fields> objects = new LinkedHashMap<>();
        map(name).forEach((key, value) -> objects.put(String.valueOf(key), asFields(name, value)));
        return objects;
    }

    /** Objects, none where it is missing. */
    public List<Fields> objects(String name) {
        Object value = value(name);
        return value == null
                ? List.of()
                : list(name, value).stream().map(each -> asFields(name, each)).toList();
    }

    /** Lists of objects by name; null counts as an empty list. */
    public Map<String, List<Fields>> objectListMap(String name) {
        Map<String, List<Fields>> objects = new LinkedHashMap<>();
        map(name)
                .forEach((key, value) -> objects.put(
                        String.valueOf(key),
                        value == null
                                ? List.of()
                                : list(name, value).stream()
                                        .map(each -> asFields(name, each))
                                        .toList()));
        return objects;
    }

    /** Counts fields as read, whatever they hold. */
    public void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /** Refuses fields that hold something and that nobody read. */
    public void refuseUnread() {
        for (Map.Entry<String, @Nullable Object> field : values.entrySet()) {
            if (!read.contains(field.getKey()) && !isDefault(field.getValue())) {
                throw unbuilt(field.getKey());
            }
        }
    }

    /** Refuses those of these fields that hold something. Fields that Docker does not know stay unread, as there. */
    public void refuse(Iterable<String> names) {
        for (String name : names) {
            if (!isDefault(values.get(name))) {
                throw unbuilt(name);
            }
        }
    }

    /** Says that a field is not built. */
    public DavitException unbuilt(String name) {
        int dot = path.indexOf('.');
        String where = dot < 0 ? "" : path.substring(dot + 1) + ".";
        return DavitException.notImplemented(where + name + " is not implemented by Davit yet");
    }

    private @Nullable Object value(String name) {
        read.add(name);
        return values.get(name);
    }

    private Map<?, ?> map(String name) {
        Object value = value(name);
        return value == null ? Map.of() : cast(Map.class, "map", name, value);
    }

    private List<? extends @Nullable Object> list(String name, Object value) {
        return cast(List.class, "[]string", name, value);
    }

    private Fields asFields(String name, @Nullable Object value) {
        Map<?, ?> fields = value == null ? Map.of() : cast(Map.class, "struct", name, value);
        return new Fields(path + "." + name, fields);
    }

    private long whole(String name, Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw mismatch(value instanceof Number ? "number " + value : kind(value), name, "int64");
    }

    private <T> T cast(Class<T> type, String goType, String name, Object value) {
        if (!type.isInstance(value)) {
            throw mismatch(kind(value), name, goType);
        }
        return type.cast(value);
    }

    private DavitException mismatch(String given, String name, String goType) {
        return DavitException.invalid("invalid JSON: json: cannot unmarshal " + given + " into Go struct field " + path
                + "." + name + " of type " + goType);
    }

    private static String kind(Object value) {
        return switch (value) {
            case String text -> "string";
            case Boolean flag -> "bool";
            case List<?> list -> "array";
            case Map<?, ?> map -> "object";
            default -> "number";
        };
    }

    private static boolean isDefault(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Boolean flag -> !flag;
            case Number number -> number.doubleValue() == 0;
            case List<?> list -> list.stream().allMatch(Fields::isDefault);
            case Map<?, ?> map -> map.values().stream().allMatch(Fields::isDefault);
            default -> false;
        };
    }
}
