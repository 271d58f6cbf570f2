package dev.davit.engine.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.engine.fixture.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogStreamTests {

    @TempDir
    Path folder;

    private Path log = Path.of("x-json.log");
    private final AtomicBoolean writing = new AtomicBoolean();
    private final LogSignal signal = new LogSignal();

    @BeforeEach
    void name() {
        log = folder.resolve("x-json.log");
    }

    @ParameterizedTest
    @CsvSource({"1, 9", "3, 7", "4, 6", "6, 4", "9, 1", "10, 0", "99, 0", "0, 10"})
    void tailReadsLastLinesOverRotatedFiles(int tail, int first) throws IOException {
        write(folder.resolve("x-json.log.2"), 0, 4);
        write(folder.resolve("x-json.log.1"), 4, 7);
        write(log, 7, 10);
        assertThat(read(query("" + tail, null, null, false))).isEqualTo(lines(first, 10));
    }

    @Test
    void absentLogIsEmpty() throws IOException {
        assertThat(read(query("all", null, null, false))).isEmpty();
    }

    @Test
    void linesBeforeSinceAndAfterUntilAreLeftOut() throws IOException {
        write(log, 0, 10);
        assertThat(read(query("all", "2026-01-01T00:00:03Z", "2026-01-01T00:00:05.5Z", false)))
                .isEqualTo(lines(3, 6));
        assertThat(read(query("all", "1767225603.0", null, false))).isEqualTo(lines(3, 10));
    }

    @Test
    void timestampsComeFirst() throws IOException {
        write(log, 0, 1);
        assertThat(read(query("all", null, null, true))).isEqualTo("2026-01-01T00:00:00.000000000Z line 0\n");
    }

    @Test
    void streamsAreFramedAndChosen() throws IOException {
        Files.writeString(log, """
                {"log":"a\\n","stream":"stdout","time":"2026-01-01T00:00:00.000000000Z"}
                {"log":"b\\n","stream":"stderr","time":"2026-01-01T00:00:00.000000000Z"}
                cut sho
                {"log":"é\\u0007\\n","stream":"stdout","time":"2026-01-01T00:00:00.000000000Z"}
                """);
        LogQuery both = LogQuery.parse(false, true, true, null, null, false, "all");
        byte[] framed = open(both, true).readAllBytes();
        assertThat(Frames.stream(framed, 1)).isEqualTo("a\né\u0007\n");
        assertThat(Frames.stream(framed, 2)).isEqualTo("b\n");
        LogQuery errors = LogQuery.parse(false, false, true, null, null, false, "all");
        assertThat(open(errors, false).readAllBytes()).asString().isEqualTo("b\n");
    }

    @Test
    void followGoesOnThroughRotationUntilTheWriterEnds() throws IOException {
        write(log, 0, 2);
        writing.set(true);
        LogStream stream = open(LogQuery.parse(true, true, true, null, null, false, "all"), false);
        CompletableFuture<String> all = CompletableFuture.supplyAsync(() -> text(stream));
        write(log, 2, 3);
        signal.raise();
        Files.move(log, folder.resolve("x-json.log.1"));
        write(log, 3, 5);
        signal.raise();
        write(log, 5, 6);
        writing.set(false);
        signal.raise();
        assertThat(all.join()).isEqualTo(lines(0, 6));
    }

    @Test
    void longLineIsReadWhole() throws IOException {
        String text = "x".repeat(200_000);
        Files.writeString(
                log, "{\"log\":\"" + text + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:00Z\"}\n");
        assertThat(read(query("1", null, null, false))).isEqualTo(text + "\n");
    }

    private LogQuery query(String tail, @Nullable String since, @Nullable String until, boolean timestamps) {
        return LogQuery.parse(false, true, true, since, until, timestamps, tail);
    }

    private String read(LogQuery query) throws IOException {
        return text(open(query, false));
    }

    private static String text(LogStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private LogStream open(LogQuery query, boolean framed) throws IOException {
        LogCursor cursor = new LogCursor(new LogFiles(log), JsonMapper.shared(), query.tail());
        return new LogStream(cursor, query, framed, writing::get, signal, () -> {});
    }

    private static void write(Path file, int from, int to) throws IOException {
        String text = IntStream.range(from, to)
                .mapToObj(i -> "{\"log\":\"line " + i + "\\n\",\"stream\":\"stdout\",\"time\":\""
                        + Instant.parse("2026-01-01T00:00:00Z")
                                .plusSeconds(i)
                                .toString()
                                .replace("Z", ".000000000Z")
                        + "\"}\n")
                .collect(Collectors.joining());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }
}
