package dev.davit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.contracts.engine.WaitCondition;
import dev.davit.engine.fixture.RunningEngine;
import dev.davit.engine.fixture.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long the engine's own part of a run takes, with storage and network at no cost. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LatencyIT {

    private static final int ROUNDS = 60;

    @TempDir
    static Path folder;

    @Test
    void runOfTrueTakesFewMilliseconds() throws IOException {
        double[] create = new double[ROUNDS];
        double[] start = new double[ROUNDS];
        double[] exit = new double[ROUNDS];
        try (RunningEngine engine =
                new RunningEngine(folder, Path.of("target/native/davit-runtime").toAbsolutePath())) {
            for (int i = 0; i < ROUNDS; i++) {
                long t0 = System.nanoTime();
                String id = engine.create(Specs.command("true").autoRemove().build());
                long t1 = System.nanoTime();
                InputStream wait = engine.api().await(id, WaitCondition.REMOVED);
                long t2 = System.nanoTime();
                engine.api().start(id);
                long t3 = System.nanoTime();
                RunningEngine.finish(wait);
                long t4 = System.nanoTime();
                create[i] = (t1 - t0) / 1e6;
                start[i] = (t3 - t2) / 1e6;
                exit[i] = (t4 - t3) / 1e6;
            }
        }
        System.out.printf(
                "median of the last %d: create %.1f ms, start %.1f ms, exit and removal %.1f ms%n",
                ROUNDS / 2, median(create), median(start), median(exit));
        assertThat(median(create) + median(start) + median(exit))
                .isLessThan(400); // a guard against a hang or a poll, on a machine that others use too
    }

    private static double median(double[] all) {
        double[] late = Arrays.copyOfRange(all, ROUNDS / 2, ROUNDS);
        Arrays.sort(late);
        return late[late.length / 2];
    }
}
