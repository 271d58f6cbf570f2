package dev.davit.storage.progress;

import dev.davit.contracts.storage.Progress;
import dev.davit.storage.blob.Failures;
import dev.davit.storage.blob.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Runs an operation and answers what it says as a stream of JSON lines; who closes the stream ends the operation. */
@Component
public class ProgressStream {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressStream.class);
    private static final byte[] END = {};

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
        Lines lines = new Lines();
        lines.running = workers.submit(() -> {
            try {
                operation.run(lines::add);
            } catch (IOException | RuntimeException failure) {
                LOG.debug("an operation failed", failure);
                lines.add(Progress.error(Failures.translated(failure).message()));
            } finally {
                lines.queue.add(END);
            }
            return true;
        });
        return lines;
    }

    /** What an operation said that is over. */
    public InputStream ended(List<Progress> all) {
        Lines lines = new Lines();
        all.forEach(lines::add);
        lines.queue.add(END);
        return lines;
    }

    private final class Lines extends InputStream {

        private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
        private volatile @Nullable Future<?> running;
        private byte[] current = {};
        private int at;
        private boolean ended;

        void add(Progress progress) {
            byte[] text = json.writeValueAsBytes(progress);
            byte[] line = Arrays.copyOf(text, text.length + 1);
            line[text.length] = '\n';
            queue.add(line);
        }

        private boolean fill() throws IOException {
            while (!ended && at == current.length) {
                try {
                    current = queue.take();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", interrupted);
                }
                at = 0;
                ended = current.length == 0;
            }
            return !ended;
        }

        @Override
        public int read() throws IOException {
            return fill() ? current[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, current.length - at);
            System.arraycopy(current, at, buffer, offset, n);
            at += n;
            return n;
        }

        @Override
        public int available() {
            return current.length - at;
        }

        @Override
        public void close() {
            Future<?> operation = running;
            if (operation != null) {
                operation.cancel(true);
            }
        }
    }
}
