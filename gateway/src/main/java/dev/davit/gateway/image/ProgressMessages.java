package dev.davit.gateway.image;

import dev.davit.contracts.storage.Progress;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.stream.Lines;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Turns the progress of storage into Docker's JSON messages. */
@Component
class ProgressMessages {

    private final JsonMapper json;

    ProgressMessages(JsonMapper json) {
        this.json = json;
    }

    /** What to make of a result. */
    enum Results {
        /** Nothing: the status lines say it. */
        DROP,
        /** For programs, as {@code aux}. */
        AUX,
        /** The id as a status line. */
        ID
    }

    /** An answer of messages. A failure before the first of them is thrown, so that it has a status of its own. */
    ResponseEntity<InputStream> answer(InputStream progress, Results results) throws IOException {
        byte[] first = Lines.next(progress);
        if (first != null) {
            refuse(first, progress);
        }
        InputStream start = new ByteArrayInputStream(first == null ? new byte[0] : line(first));
        InputStream body = new Lines(new Joined(start, progress), each -> convert(each, results));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }

    private void refuse(byte[] first, InputStream progress) throws IOException {
        String error = first.length == 0 ? null : read(first).error();
        if (error != null) {
            progress.close();
            throw new DavitException(kind(error), error);
        }
    }

    private static ErrorKind kind(String error) {
        boolean absent = error.contains("not found")
                || error.contains("manifest unknown")
                || error.contains("pull access denied")
                || error.contains("does not exist");
        return absent ? ErrorKind.NOT_FOUND : ErrorKind.INTERNAL;
    }

    private byte @Nullable [] convert(byte[] line, Results results) {
        Map<String, @Nullable Object> message = message(read(line), results);
        if (message == null) {
            return null;
        }
        byte[] text = json.writeValueAsBytes(message);
        byte[] ended = Arrays.copyOf(text, text.length + 2);
        ended[text.length] = '\r';
        ended[text.length + 1] = '\n';
        return ended;
    }

    private static @Nullable Map<String, @Nullable Object> message(Progress progress, Results results) {
        if (progress.error() != null) {
            return Json.object()
                    .put("errorDetail", Json.object().put("message", progress.error()))
                    .put("error", progress.error())
                    .map();
        }
        if (progress.stream() != null) {
            return Json.object().put("stream", progress.stream()).map();
        }
        if (progress.result() != null) {
            return result(progress.result(), results);
        }
        Json message = Json.object().put("status", progress.status() == null ? "" : progress.status());
        Long current = progress.current();
        Long total = progress.total();
        if (current != null || total != null) {
            long done = current == null ? 0 : current;
            long all = total == null ? 0 : total;
            message.put(
                            "progressDetail",
                            Json.object().putUnlessEmpty("current", done).putUnlessEmpty("total", all))
                    .putUnlessEmpty("progress", ProgressBar.draw(done, all));
        } else if (progress.id() != null) {
            message.put("progressDetail", Map.of());
        }
        return message.putUnlessEmpty("id", progress.id()).map();
    }

    private static @Nullable Map<String, @Nullable Object> result(Map<String, Object> result, Results results) {
        return switch (results) {
            case DROP -> null;
            case AUX -> {
                Json aux = Json.object();
                result.forEach((name, value) -> aux.put(capitalized(name), value));
                yield Json.object()
                        .put("progressDetail", Map.of())
                        .put("aux", aux)
                        .map();
            }
            case ID ->
                result.containsKey("id")
                        ? Json.object().put("status", result.get("id")).map()
                        : null;
        };
    }

    private static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private Progress read(byte[] line) {
        return json.readValue(line, Progress.class);
    }

    private static byte[] line(byte[] text) {
        byte[] ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = '\n';
        return ended;
    }

    /** Two streams, one after the other; closing it closes both, at once. */
    private static final class Joined extends SequenceInputStream {

        private final InputStream second;

        Joined(InputStream first, InputStream second) {
            super(first, second);
            this.second = second;
        }

        @Override
        public void close() throws IOException {
            second.close();
        }
    }
}
