package dev.davit.registry.replica;

import java.io.IOException;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What one registry at a time does, of those on one database. */
@Component
public class Turns {

    private final Leases leases;

    Turns(@Qualifier("taskLeases") Leases leases) {
        this.leases = leases;
    }

    /** The result of {@code work}, unless another registry is at it. */
    public <T> Optional<T> take(String name, Work<T> work) throws IOException, InterruptedException {
        Optional<Lease> lease = leases.take(name);
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.run());
        } finally {
            leases.release(lease.get());
        }
    }

    /** What is done. */
    @FunctionalInterface
    public interface Work<T> {

        /** Does it. */
        T run() throws IOException, InterruptedException;
    }
}
