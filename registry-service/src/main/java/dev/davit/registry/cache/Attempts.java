package dev.davit.registry.cache;

import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fetches of which one that fails leaves the others to be made, unless the upstream does not answer at all. */
final class Attempts {

    private int left;
    private @Nullable UpstreamException failure;

    /** At most so many are made. */
    Attempts(int most) {
        this.left = most;
    }

    /** What is tried. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    void make(Attempt attempt) throws IOException {
        if (left == 0 || (failure != null && !failure.isReached())) {
            return;
        }
        left--;
        try {
            attempt.run();
        } catch (UpstreamException refused) {
            keep(refused);
        } catch (RegistryError malformed) {
            keep(UpstreamException.unusable("it is unusable: " + malformed.getMessage(), malformed));
        }
    }

    private void keep(UpstreamException next) {
        failure = failure == null || failure.isAnswer() ? next : failure;
    }

    /** Fails as one of them that did, which may fare better the next time if any of them may. */
    void end() throws UpstreamException {
        if (failure != null) {
            throw failure;
        }
    }
}
