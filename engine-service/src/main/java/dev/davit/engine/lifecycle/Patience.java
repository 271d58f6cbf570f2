package dev.davit.engine.lifecycle;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tries again while another service is away, as it may be when all start at once. */
final class Patience {

    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Patience() {}

    static void until(Runnable work) {
        for (int left = TRIES; ; left--) {
            try {
                work.run();
                return;
            } catch (DavitException failure) {
                if (failure.kind() != ErrorKind.UNAVAILABLE || left == 0) {
                    throw failure;
                }
                CompletableFuture.runAsync(
                                () -> {},
                                CompletableFuture.delayedExecutor(
                                        PAUSE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run))
                        .join();
            }
        }
    }
}
