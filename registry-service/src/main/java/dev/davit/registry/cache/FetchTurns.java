package dev.davit.registry.cache;

import dev.davit.registry.replica.Lease;
import dev.davit.registry.replica.Leases;
import dev.davit.registry.replica.ReplicaProperties;
import dev.davit.registry.replica.Replicas;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Of several registries on one database, one fetches a content at a time; the others wait for it, though not for ever. */
interface FetchTurns {

    /**
     * Does {@code work}, which looks first whether somebody else has done it while its turn was waited for; {@code done}
     * ends the waiting.
     */
    <T> T run(String name, Work<Boolean> done, Work<T> work) throws IOException;

    /** What is done. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Of a registry that has the database for itself. */
    record Alone() implements FetchTurns {

        @Override
        public <T> T run(String name, Work<Boolean> done, Work<T> work) throws IOException {
            return work.run();
        }
    }

    /** Among replicas. A turn saves the upstream a request; that there is none is no reason to fail. */
    record Shared(Leases leases, Duration patience) implements FetchTurns {

        private static final Logger LOG = LoggerFactory.getLogger(FetchTurns.class);
        private static final long FIRST_PAUSE = 20;
        private static final long LONGEST_PAUSE = 250;

        @Override
        public <T> T run(String name, Work<Boolean> done, Work<T> work) throws IOException {
            Optional<Lease> lease = await(name, done);
            try {
                return work.run();
            } finally {
                lease.ifPresent(this::end);
            }
        }

        private Optional<Lease> await(String name, Work<Boolean> done) throws IOException {
            long deadline = System.nanoTime() + patience.toNanos();
            try {
                Optional<Lease> lease = leases.begin(name);
                for (long pause = FIRST_PAUSE;
                        lease.isEmpty() && System.nanoTime() - deadline < 0 && !done.run();
                        pause = Math.min(2 * pause, LONGEST_PAUSE)) {
                    Thread.sleep(pause);
                    lease = leases.begin(name);
                }
                return lease;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                LOG.warn("{} is fetched whoever else does so", name, failure);
            }
            return Optional.empty();
        }

        private void end(Lease lease) {
            try {
                leases.end(lease);
            } catch (RuntimeException failure) {
                LOG.warn("{} is ended only by its lease", lease.key(), failure);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @WhenUpstreamsAreSet
    class Beans {

        @Bean
        Leases fillLeases(JdbcClient jdbc, TransactionTemplate transaction, ReplicaProperties properties) {
            return new Leases(jdbc, transaction, properties, "fills", "name");
        }

        @Bean
        FetchTurns fetchTurns(Replicas replicas, Leases fillLeases, ReplicaProperties properties) {
            return replicas.possible() ? new Shared(fillLeases, properties.patience()) : new Alone();
        }
    }
}
