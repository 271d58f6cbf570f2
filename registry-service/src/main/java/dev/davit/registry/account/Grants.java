package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Glob;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.durability.Durability;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The grants of the database and of the configuration, in memory: there are few. What another replica changes is seen
 * here seconds later.
 */
@Component
@WhenAuthIsOn
public class Grants {

    private static final long FRESH = TimeUnit.SECONDS.toNanos(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Durability durability;
    private final List<Grant> configured;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile @Nullable Loaded loaded;

    Grants(JdbcClient jdbc, TransactionTemplate transaction, Durability durability, AccountProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.durability = durability;
        this.configured = properties.configured();
    }

    /** What these subjects are granted, together. */
    public Permissions of(Collection<String> subjects) {
        Map<String, List<Grant>> bySubject = loaded().bySubject;
        List<Grant> granted = new ArrayList<>();
        for (String subject : subjects) {
            granted.addAll(bySubject.getOrDefault(subject, List.of()));
        }
        return new Permissions(granted);
    }

    List<Grant> list() {
        return inTransaction(() -> jdbc.sql("select subject, pattern, actions from grants order by subject, pattern")
                .query((row, number) -> new Grant(
                        row.getString("subject"),
                        Glob.parse(row.getString("pattern")),
                        Action.parse(List.of(row.getString("actions").split(",", -1)))))
                .list());
    }

    /** Makes this what the subject is granted for the pattern. */
    void put(Grant grant) {
        inTransaction(() -> {
            delete(grant.subject(), grant.pattern().toString());
            return jdbc.sql("insert into grants (subject, pattern, actions, created_at)"
                            + " values (:subject, :pattern, :actions, :now) on conflict do nothing")
                    .param("subject", grant.subject())
                    .param("pattern", grant.pattern().toString())
                    .param("actions", Action.join(grant.actions()))
                    .param("now", Instant.now().atOffset(ZoneOffset.UTC))
                    .update();
        });
        changed();
        durability.await();
    }

    boolean remove(String subject, String pattern) {
        boolean removed = inTransaction(() -> delete(subject, pattern)) > 0;
        changed();
        durability.await();
        return removed;
    }

    private int delete(String subject, String pattern) {
        return jdbc.sql("delete from grants where subject = :subject and pattern = :pattern")
                .param("subject", subject)
                .param("pattern", pattern)
                .update();
    }

    void changed() {
        changes.incrementAndGet();
        loaded = null;
    }

    private Loaded loaded() {
        Loaded held = loaded;
        if (held == null || System.nanoTime() - held.at > FRESH) {
            int seen = changes.get();
            long now = System.nanoTime();
            List<Grant> all = new ArrayList<>(configured);
            all.addAll(list());
            held = new Loaded(now, all.stream().collect(Collectors.groupingBy(Grant::subject)));
            loaded = seen == changes.get() ? held : null;
        }
        return held;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private record Loaded(long at, Map<String, List<Grant>> bySubject) {}
}
