package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Page;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code /v2/_davit/accounts/<name>}: GET, PUT, DELETE; {@code /v2/_davit/robots/<name>}: PUT makes a robot or gives it
 * a new secret, which is said once.
 */
@Component
@WhenAuthIsOn
class AccountsEndpoint implements Endpoint {

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Accounts accounts;
    private final Grants grants;
    private final Passwords passwords;

    AccountsEndpoint(Accounts accounts, Grants grants, Passwords passwords) {
        this.accounts = accounts;
        this.grants = grants;
        this.passwords = passwords;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.ACCOUNTS, Route.Kind.ROBOTS);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        boolean list = exchange.reference().isEmpty();
        switch (exchange.method()) {
            case "GET", "HEAD" -> {
                if (list) {
                    list(exchange);
                } else {
                    exchange.sendJson(Shown.of(found(exchange)));
                }
            }
            case "PUT" -> {
                if (kind == Route.Kind.ROBOTS) {
                    putRobot(exchange);
                } else {
                    putUser(exchange);
                }
            }
            case "DELETE" -> delete(exchange);
            default -> throw exchange.notAllowed("GET, PUT, DELETE");
        }
    }

    private void list(Exchange exchange) throws IOException {
        Page page = Page.of(exchange, 100, 1000);
        List<Account> found = page.cut(exchange, accounts.list(page.last(), page.limit()), Account::name);
        exchange.sendJson(found.stream().map(Shown::of).toList());
    }

    private Account found(Exchange exchange) {
        return accounts.find(exchange.reference())
                .orElseThrow(() -> RegistryError.unknown(ErrorCode.UNSUPPORTED, "no account has this name"));
    }

    private void putUser(Exchange exchange) throws IOException {
        UserBody body = exchange.read(UserBody.class);
        Account before = accounts.find(Accounts.valid(exchange.reference())).orElse(null);
        if (before == null && body.password() == null) {
            throw new BadInput("a new account needs a password");
        }
        String secret =
                body.password() != null ? passwords.chosen(body.password()) : before == null ? "" : before.secret();
        put(
                exchange,
                new Account(
                        exchange.reference(),
                        Account.Kind.USER,
                        secret,
                        body.enabled() == null || body.enabled(),
                        body.expiresAt()),
                null);
    }

    private void putRobot(Exchange exchange) throws IOException {
        RobotBody body = exchange.read(RobotBody.class);
        if (body.days() < 1 || body.days() > LONGEST.toDays()) {
            throw new BadInput("days must be from 1 to " + LONGEST.toDays());
        }
        String secret = Passwords.random();
        Instant expires = Instant.now().plus(Duration.ofDays(body.days()));
        Account robot = new Account(exchange.reference(), Account.Kind.ROBOT, passwords.hash(secret), true, expires);
        List<Grant> granted = body.grants() == null
                ? List.of()
                : body.grants().stream()
                        .map(grant ->
                                new Grant(robot.subject(), Glob.parse(grant.pattern()), Action.parse(grant.actions())))
                        .toList();
        Accounts.valid(exchange.reference());
        put(exchange, robot, secret);
        granted.forEach(grants::put);
    }

    private void put(Exchange exchange, Account account, @Nullable String secret) throws IOException {
        boolean created = accounts.create(account);
        if (!created && !accounts.update(account)) {
            throw new RegistryError(
                    409, ErrorCode.UNSUPPORTED, account.name() + " is an account of another kind; delete it first");
        }
        exchange.sendJson(created ? 201 : 200, Shown.of(account).withSecret(secret));
    }

    private void delete(Exchange exchange) {
        Account account = found(exchange);
        if (account.subject().equals(exchange.caller().name())) {
            throw new RegistryError(409, ErrorCode.UNSUPPORTED, "nobody deletes the account that they use");
        }
        accounts.delete(account);
        exchange.send(204);
    }

    record UserBody(
            @Nullable String password,
            @Nullable Boolean enabled,
            @Nullable Instant expiresAt) {}

    record RobotBody(int days, @Nullable List<RobotGrant> grants) {}

    record RobotGrant(String pattern, List<String> actions) {}

    record Shown(
            String name,
            String subject,
            boolean enabled,
            @Nullable Instant expiresAt,
            @Nullable String secret) {

        static Shown of(Account account) {
            return new Shown(account.name(), account.subject(), account.enabled(), account.expiresAt(), null);
        }

        Shown withSecret(@Nullable String said) {
            return new Shown(name, subject, enabled, expiresAt, said);
        }
    }
}
