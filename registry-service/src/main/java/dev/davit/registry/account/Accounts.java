package dev.davit.registry.account;

import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.durability.Durability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The accounts in the database. */
@Component
@WhenAuthIsOn
public class Accounts {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._+@$-]{0,127}");
    private static final String COLUMNS = "select name, kind, secret, enabled, expires_at from accounts ";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Durability durability;
    private final Grants grants;

    Accounts(JdbcClient jdbc, TransactionTemplate transaction, Durability durability, Grants grants) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.durability = durability;
        this.grants = grants;
    }

    /** The same name when it is one. */
    static String valid(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BadInput("invalid account name '" + name
                    + "': lower case letters, digits, '.', '_', '+', '@', '$' and '-', at most 128");
        }
        return name;
    }

    /** The account of this name. */
    public Optional<Account> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty(); // and perhaps nothing that a database could be asked for
        }
        return inTransaction(() -> jdbc.sql(COLUMNS + "where name = :name")
                .param("name", name)
                .query(Accounts::read)
                .optional());
    }

    List<Account> list(String last, int limit) {
        return inTransaction(() -> jdbc.sql(COLUMNS + "where name > :last order by name limit :limit")
                .param("last", last)
                .param("limit", limit)
                .query(Accounts::read)
                .list());
    }

    /** Makes the account; false: there is one of this name, which stays as it is. */
    boolean create(Account account) {
        return durably(() -> jdbc.sql("insert into accounts (name, kind, secret, enabled, expires_at, created_at)"
                                + " values (:name, :kind, :secret, :enabled, :expires, :now) on conflict do nothing")
                        .param("name", valid(account.name()))
                        .param("kind", account.kind().name())
                        .param("secret", account.secret())
                        .param("enabled", account.enabled())
                        .param("expires", time(account.expiresAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("now", time(Instant.now()))
                        .update()
                > 0);
    }

    /** Changes the account; false: there is none of this name and kind. */
    boolean update(Account account) {
        return durably(() -> jdbc.sql("update accounts set secret = :secret, enabled = :enabled, expires_at = :expires"
                                + " where name = :name and kind = :kind")
                        .param("name", account.name())
                        .param("kind", account.kind().name())
                        .param("secret", account.secret())
                        .param("enabled", account.enabled())
                        .param("expires", time(account.expiresAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                > 0);
    }

    /** Deletes the account with its grants, so that a later one of its name does not inherit them. */
    boolean delete(Account account) {
        boolean deleted = durably(() -> {
            jdbc.sql("delete from grants where subject = :subject")
                    .param("subject", account.subject())
                    .update();
            return jdbc.sql("delete from accounts where name = :name")
                            .param("name", account.name())
                            .update()
                    > 0;
        });
        grants.changed();
        return deleted;
    }

    private boolean durably(Supplier<Boolean> work) {
        boolean done = inTransaction(work);
        durability.await();
        return done;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Account read(ResultSet row, int number) throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new Account(
                row.getString("name"),
                Account.Kind.valueOf(row.getString("kind")),
                row.getString("secret"),
                row.getBoolean("enabled"),
                expires == null ? null : expires.toInstant());
    }
}
