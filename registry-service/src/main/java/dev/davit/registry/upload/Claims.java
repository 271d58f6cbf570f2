package dev.davit.registry.upload;

import dev.davit.registry.replica.Lease;
import dev.davit.registry.replica.Leases;
import dev.davit.registry.replica.ReplicaProperties;
import dev.davit.registry.replica.Replicas;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Which of several registries is at an upload; a registry alone always is. */
interface Claims {

    /** Empty: another registry has it, or there is no such upload. */
    Optional<Lease> take(String id);

    void release(Lease lease);

    /** Whether it is still ours; within a transaction, to the end of which it stays so. */
    boolean confirm(Lease lease);

    /** Of a registry that has the database for itself: the locks of its memory are enough. */
    record Alone() implements Claims {

        @Override
        public Optional<Lease> take(String id) {
            return Optional.of(new Lease(id, 0, () -> true));
        }

        @Override
        public void release(Lease lease) {}

        @Override
        public boolean confirm(Lease lease) {
            return true;
        }
    }

    /** Among replicas. */
    record Shared(Leases leases) implements Claims {

        @Override
        public Optional<Lease> take(String id) {
            return leases.take(id);
        }

        @Override
        public void release(Lease lease) {
            leases.release(lease);
        }

        @Override
        public boolean confirm(Lease lease) {
            return leases.confirm(lease);
        }
    }

    @Configuration(proxyBeanMethods = false)
    class Beans {

        @Bean
        Leases uploadLeases(JdbcClient jdbc, TransactionTemplate transaction, ReplicaProperties properties) {
            return new Leases(jdbc, transaction, properties, "uploads", "id");
        }

        @Bean
        Claims claims(Replicas replicas, Leases uploadLeases) {
            return replicas.possible() ? new Shared(uploadLeases) : new Alone();
        }
    }
}
