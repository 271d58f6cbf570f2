package dev.davit.storage.progress;

import dev.davit.contracts.storage.Progress;
import dev.davit.storage.blob.Failures;
import dev.davit.storage.blob.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Runs an operation and answers what it says as a stream of JSON lines; who closes the stream ends the operation. */
@Component
public class ProgressStream {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressStream.class);

    private final Workers workers;
    private final JsonMapper json;

    ProgressStream(Workers workers, JsonMapper json) {
        this.workers = workers;
        this.json = json;
    }

    /** An operation that says how far it is. */
    @FunctionalInterface
    public interface Operation {
        /** Does it. Its failure is the last line of the stream. */
        void run(Consumer<Progress> progress) throws IOException;
    }

    /** Starts it. */
    public InputStream start(Operation operation) {
        Pieces lines = Pieces.unbounded();
        lines.madeBy(workers.submit(() -> {
            try {
                operation.run(progress -> lines.add(line(progress)));
            } catch (IOException | RuntimeException failure) {
                LOG.debug("an operation failed", failure);
                lines.add(line(Progress.error(Failures.translated(failure).message())));
            } finally {
                lines.addEnd();
            }
            return true;
        }));
        return lines;
    }

    /** What an operation said that is over. */
    public InputStream ended(List<Progress> all) {
        Pieces lines = Pieces.unbounded();
        all.forEach(progress -> lines.add(line(progress)));
        lines.addEnd();
        return lines;
    }

    private byte[] line(Progress progress) {
        byte[] text = json.writeValueAsBytes(progress);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }
}
