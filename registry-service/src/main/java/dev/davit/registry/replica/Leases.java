package dev.davit.registry.replica;

import dev.davit.registry.schedule.Periodic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Leases on the rows of a table that has the columns holder, held_until and epoch. They are renewed as long as this
 * process lives and reaches the database, whose clock counts; a process that was killed has let go after one term.
 */
public class Leases extends Periodic {

    private static final int BATCH = 500; // values of one IN

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String table;
    private final String key;
    private final String term;
    private final long nanos;
    private final String process = UUID.randomUUID().toString();
    private final Map<String, Long> confirmed = new ConcurrentHashMap<>();

    /** On the rows of {@code table} that its column {@code key} names. */
    public Leases(
            JdbcClient jdbc, TransactionTemplate transaction, ReplicaProperties properties, String table, String key) {
        super("renewal of leases of " + table, properties.lease().dividedBy(3));
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.table = table;
        this.key = key;
        this.term = "current_timestamp + interval '" + properties.lease().toSeconds() + "' second";
        this.nanos = properties.lease().toNanos();
    }

    /** The lease of an existing row, unless somebody has it. */
    public Optional<Lease> take(String name) {
        long begun = System.nanoTime();
        Optional<Long> epoch = Objects.requireNonNull(transaction.execute(status -> {
            int taken = jdbc.sql("update " + table + " set holder = :process, epoch = epoch + 1, held_until = " + term
                            + " where " + key + " = :name and (held_until is null or held_until < current_timestamp)")
                    .param("process", process)
                    .param("name", name)
                    .update();
            return taken == 0 ? Optional.<Long>empty() : epoch(name);
        }));
        epoch.ifPresent(taken -> confirmed.put(name, begun));
        return epoch.map(number -> new Lease(name, number, () -> stands(name)));
    }

    /** The lease of a row, which is made if there is none, unless somebody has it. */
    public Optional<Lease> begin(String name) {
        transaction.executeWithoutResult(
                status -> jdbc.sql("insert into " + table + " (" + key + ") values (:name) on conflict do nothing")
                        .param("name", name)
                        .update());
        return take(name);
    }

    /** Lets go of a lease, and of its row; does nothing where somebody else took it. */
    public void end(Lease lease) {
        confirmed.remove(lease.key());
        transaction.executeWithoutResult(status -> jdbc.sql(
                        "delete from " + table + " where " + key + " = :name and holder = :process and epoch = :epoch")
                .param("name", lease.key())
                .param("process", process)
                .param("epoch", lease.epoch())
                .update());
    }

    private boolean stands(String name) {
        Long at = confirmed.get(name);
        return at != null && System.nanoTime() - at < nanos;
    }

    private Optional<Long> epoch(String name) {
        return jdbc.sql("select epoch from " + table + " where " + key + " = :name")
                .param("name", name)
                .query(Long.class)
                .optional();
    }

    /** Lets somebody else take it; does nothing where somebody did, or where the row is gone. */
    public void release(Lease lease) {
        confirmed.remove(lease.key());
        transaction.executeWithoutResult(status -> jdbc.sql("update " + table + " set held_until = null where " + key
                        + " = :name and holder = :process and epoch = :epoch")
                .param("name", lease.key())
                .param("process", process)
                .param("epoch", lease.epoch())
                .update());
    }

    /** Whether the lease is this process's; within a transaction, to the end of which nobody else takes it. */
    public boolean confirm(Lease lease) {
        return jdbc.sql("update " + table + " set held_until = " + term + " where " + key
                                + " = :name and holder = :process and epoch = :epoch")
                        .param("name", lease.key())
                        .param("process", process)
                        .param("epoch", lease.epoch())
                        .update()
                > 0;
    }

    // Those alone that somebody here still relies on: what could not be released in the database runs out.
    @Override
    protected void work() {
        List<String> names = List.copyOf(confirmed.keySet());
        for (int i = 0; i < names.size(); i += BATCH) {
            renew(names.subList(i, Math.min(names.size(), i + BATCH)));
        }
    }

    private void renew(List<String> names) {
        long begun = System.nanoTime();
        List<String> renewed = Objects.requireNonNull(transaction.execute(status -> {
            jdbc.sql("update " + table + " set held_until = " + term
                            + " where holder = :process and held_until is not null and " + key + " in (:names)")
                    .param("process", process)
                    .param("names", names)
                    .update();
            return jdbc.sql("select " + key + " from " + table
                            + " where holder = :process and held_until is not null and " + key + " in (:names)")
                    .param("process", process)
                    .param("names", names)
                    .query(String.class)
                    .list();
        }));
        renewed.forEach(name -> confirmed.computeIfPresent(name, (same, before) -> Math.max(before, begun)));
    }
}
