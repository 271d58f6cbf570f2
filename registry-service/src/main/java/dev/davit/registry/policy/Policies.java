package dev.davit.registry.policy;

import dev.davit.registry.access.Glob;
import dev.davit.registry.durability.Durability;
import dev.davit.registry.trust.SignedRule;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The policies of the database, in memory: there are few. What another replica changes is seen here seconds later. */
@Component
public class Policies {

    private static final long FRESH = TimeUnit.SECONDS.toNanos(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Durability durability;
    private final JsonMapper json;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile @Nullable Loaded loaded;

    Policies(JdbcClient jdbc, TransactionTemplate transaction, Durability durability, JsonMapper json) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.durability = durability;
        this.json = json;
    }

    /** Refuses to move or delete a tag that is immutable. */
    public void checkMutable(String repository, Collection<String> tags) {
        Policy policy = of(repository);
        for (String tag : tags) {
            if (policy.immutable(tag)) {
                throw new RegistryError(
                        403,
                        ErrorCode.DENIED,
                        "the tag " + tag + " of " + repository + " is immutable: the policy of " + policy.pattern()
                                + " says so");
            }
        }
    }

    /** What signatures the repository asks for; empty: none. */
    public Optional<Signed> signed(String repository) {
        return Optional.ofNullable(of(repository).signed());
    }

    /** Whether the tag is neither moved nor deleted once it is there. */
    public boolean immutable(String repository, String tag) {
        return of(repository).immutable(tag);
    }

    /** Whether rules may delete something of the repository. */
    public boolean retains(String repository) {
        return of(repository).retains();
    }

    /** Whether the repository may not grow for ever. */
    public boolean limits(String repository) {
        return of(repository).quota() != null;
    }

    Policy of(String repository) {
        return loaded().policies.stream()
                .filter(policy -> policy.pattern().matches(repository))
                .max(Comparator.comparingInt(policy -> policy.pattern().precision()))
                .orElse(Policy.NONE);
    }

    List<Policy> list() {
        return inTransaction(() -> jdbc.sql("select * from policies order by pattern")
                .query(this::read)
                .list());
    }

    void put(Policy policy) {
        inTransaction(() -> {
            delete(policy.pattern().toString());
            return jdbc.sql("insert into policies (pattern, immutable_tags, quota, keep_last, keep_days, keep_tags,"
                            + " untagged_days, signed, created_at) values (:pattern, :immutable, :quota, :last, :days,"
                            + " :tags, :untagged, :signed, :now)")
                    .param("pattern", policy.pattern().toString())
                    .param("immutable", join(policy.immutableTags()))
                    .param("quota", policy.quota(), Types.BIGINT)
                    .param("last", policy.keepLast(), Types.INTEGER)
                    .param("days", policy.keepDays(), Types.INTEGER)
                    .param("tags", join(policy.keepTags()))
                    .param("untagged", policy.untaggedDays(), Types.INTEGER)
                    .param("signed", written(Signed.ruleOf(policy.signed())), Types.VARCHAR)
                    .param("now", Instant.now().atOffset(ZoneOffset.UTC))
                    .update();
        });
        changed();
    }

    boolean remove(String pattern) {
        boolean removed = inTransaction(() -> delete(pattern)) > 0;
        changed();
        return removed;
    }

    private int delete(String pattern) {
        return jdbc.sql("delete from policies where pattern = :pattern")
                .param("pattern", pattern)
                .update();
    }

    private void changed() {
        changes.incrementAndGet();
        loaded = null;
        durability.await();
    }

    private Loaded loaded() {
        Loaded held = loaded;
        if (held == null || System.nanoTime() - held.at > FRESH) {
            int seen = changes.get();
            held = new Loaded(System.nanoTime(), list());
            loaded = seen == changes.get() ? held : null;
        }
        return held;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private static String join(List<Glob> globs) {
        return globs.stream().map(Glob::toString).collect(Collectors.joining(","));
    }

    private static List<Glob> split(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Glob::parse).toList();
    }

    private Policy read(ResultSet row, int number) throws SQLException {
        return new Policy(
                Glob.parse(row.getString("pattern")),
                split(row.getString("immutable_tags")),
                row.getObject("quota", Long.class),
                row.getObject("keep_last", Integer.class),
                row.getObject("keep_days", Integer.class),
                split(row.getString("keep_tags")),
                row.getObject("untagged_days", Integer.class),
                Signed.of(row.getString("pattern"), rule(row.getString("signed"))));
    }

    private @Nullable String written(@Nullable SignedRule rule) {
        return rule == null ? null : json.writeValueAsString(rule);
    }

    private @Nullable SignedRule rule(@Nullable String text) {
        return text == null ? null : json.readValue(text, SignedRule.class);
    }

    private record Loaded(long at, List<Policy> policies) {}
}
