package dev.davit.contracts.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a long operation; a stream of them is JSON, a line each. An {@code error} is the last.
 *
 * @param id what it is about, such as the short id of a layer
 * @param status such as {@code Downloading}
 * @param current bytes done
 * @param total bytes to do
 * @param stream text for the user as it is
 * @param error why the operation failed
 * @param result what came out of it, for programs ({@code tag}, {@code digest}, {@code size}, {@code id})
 */
public record Progress(
        @Nullable String id,
        @Nullable String status,
        @Nullable Long current,
        @Nullable Long total,
        @Nullable String stream,
        @Nullable String error,
        @Nullable Map<String, Object> result) {

    /** A status line, of a layer or (id null) of the whole. */
    public static Progress status(@Nullable String id, String status) {
        return new Progress(id, status, null, null, null, null, null);
    }

    /** Bytes done of bytes to do. */
    public static Progress bytes(String id, String status, long current, long total) {
        return new Progress(id, status, current, total, null, null, null);
    }

    /** Text for the user. */
    public static Progress stream(String text) {
        return new Progress(null, null, null, null, text, null, null);
    }

    /** The end, badly. */
    public static Progress error(String message) {
        return new Progress(null, null, null, null, null, message, null);
    }

    /** What came out. */
    public static Progress result(Map<String, Object> result) {
        return new Progress(null, null, null, null, null, null, result);
    }
}
