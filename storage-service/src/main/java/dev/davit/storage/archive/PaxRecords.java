package dev.davit.storage.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code length key=value} records of a PAX header. */
final class PaxRecords {

    private static final String ATTRIBUTE = "SCHILY.xattr.";

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, byte[]> attributes = new HashMap<>();
    private final StringBuilder sparse = new StringBuilder();

    void read(byte[] body) throws ArchiveException {
        int at = 0;
        while (at < body.length) {
            int space = at;
            int length = 0;
            while (space < body.length && body[space] >= '0' && body[space] <= '9' && length < 1 << 24) {
                length = length * 10 + body[space++] - '0';
            }
            int end = at + length;
            if (space == at || space >= body.length || body[space] != ' ' || end > body.length || end <= space + 1) {
                throw new ArchiveException("archive/tar: invalid tar header");
            }
            record(new String(body, space + 1, end - space - 2, StandardCharsets.ISO_8859_1));
            at = end;
        }
    }

    private void record(String text) throws ArchiveException {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new ArchiveException("archive/tar: invalid tar header");
        }
        String key = text.substring(0, equals);
        String value = text.substring(equals + 1);
        if (key.startsWith(ATTRIBUTE)) {
            attributes.put(key.substring(ATTRIBUTE.length()), value.getBytes(StandardCharsets.ISO_8859_1));
        } else if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparse.append(sparse.isEmpty() ? "" : ",").append(value); // format 0.0 repeats the keys
        } else {
            values.put(key, value);
        }
    }

    @Nullable String text(String key) {
        String value = values.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    long number(String key, long otherwise) throws ArchiveException {
        String value = text(key);
        return value == null ? otherwise : parse(value);
    }

    static long parse(String value) throws ArchiveException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notNumber) {
            throw new ArchiveException("archive/tar: invalid tar header");
        }
    }

    /** Seconds and nanoseconds of a decimal time. */
    long[] time(String key, long otherwise) throws ArchiveException {
        String value = text(key);
        if (value == null) {
            return new long[] {otherwise, 0};
        }
        int dot = value.indexOf('.');
        long seconds = parse(dot < 0 ? value : value.substring(0, dot));
        if (dot < 0) {
            return new long[] {seconds, 0};
        }
        long nanos = parse((value.substring(dot + 1) + "000000000").substring(0, 9));
        return value.startsWith("-") && nanos > 0
                ? new long[] {seconds - 1, 1_000_000_000 - nanos}
                : new long[] {seconds, nanos};
    }

    Map<String, byte[]> attributes() {
        return Map.copyOf(attributes);
    }

    /** The map of formats 0.0 and 0.1, {@code offset,length,…}; null: none. */
    @Nullable String sparseMap() {
        return sparse.isEmpty() ? text("GNU.sparse.map") : sparse.toString();
    }
}
