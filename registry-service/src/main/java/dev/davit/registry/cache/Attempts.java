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
        if (left == 0 || (failure != null && !failure.isAnswer())) {
            return;
        }
        left--;
        try {
            attempt.run();
        } catch (UpstreamException refused) {
            failure = refused;
        } catch (RegistryError malformed) {
            failure = UpstreamException.unusable("it is unusable: " + malformed.getMessage(), malformed);
        }
    }

    /** Fails as the last of them that did. */
    void end() throws UpstreamException {
        if (failure != null) {
            throw failure;
        }
    }
}
