package dev.davit.engine.health;

import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.exec.ExecStarts;
import dev.davit.engine.exec.Execs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Runs one probe: an exec in the container. */
@Component
class Probes {

    private final Execs execs;
    private final ExecStarts starts;

    Probes(Execs execs, ExecStarts starts) {
        this.execs = execs;
        this.starts = starts;
    }

    ContainerState.Probe run(LiveContainer container, Schedule schedule) throws InterruptedException {
        Instant start = Instant.now();
        BoundedOutput output = new BoundedOutput();
        String id = "";
        try {
            id = execs.create(container, spec(schedule.command())).id();
            int code = await(id, output, schedule.timeout());
            return new ContainerState.Probe(start, Instant.now(), code, output.text());
        } catch (TimeoutException late) {
            starts.kill(id);
            return new ContainerState.Probe(
                    start,
                    Instant.now(),
                    -1,
                    "Health check exceeded timeout (" + text(schedule.timeout()) + "): " + output.text());
        } catch (ExecutionException | RuntimeException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return new ContainerState.Probe(start, Instant.now(), -1, String.valueOf(cause.getMessage()));
        }
    }

    private int await(String id, BoundedOutput output, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<Integer> task = new FutureTask<>(() -> run(id, output));
        Thread.ofVirtual().name("probe").start(task);
        return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private int run(String id, BoundedOutput output) throws IOException {
        return starts.run(id, output);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static ExecSpec spec(List<String> command) {
        return new ExecSpec(command, List.of(), "", "", false, false, false, true, true, "", 0, 0);
    }
}
