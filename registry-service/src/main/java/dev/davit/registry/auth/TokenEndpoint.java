package dev.davit.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.davit.platform.hash.Hashes;
import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.account.Account;
import dev.davit.registry.account.Accounts;
import dev.davit.registry.account.Grants;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Query;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Docker's token server: {@code GET /token} with a password, {@code POST /token} as OAuth 2 has it. */
@Component
@WhenAuthIsOn
class TokenEndpoint implements Endpoint {

    private final AuthProperties properties;
    private final Logins logins;
    private final Bearers bearers;
    private final Accounts accounts;
    private final Grants grants;
    private final RegistryTokens tokens;
    private final Challenges challenges;

    TokenEndpoint(
            AuthProperties properties,
            Logins logins,
            Bearers bearers,
            Accounts accounts,
            Grants grants,
            RegistryTokens tokens,
            Challenges challenges) {
        this.properties = properties;
        this.logins = logins;
        this.bearers = bearers;
        this.accounts = accounts;
        this.grants = grants;
        this.tokens = tokens;
        this.challenges = challenges;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.TOKEN);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        exchange.set("Cache-Control", "no-store");
        switch (exchange.method()) {
            case "GET" -> get(exchange);
            case "POST" -> post(exchange);
            default -> throw exchange.notAllowed("GET, POST");
        }
    }

    private void get(Exchange exchange) throws IOException {
        checkService(exchange.parameter("service"));
        Identity identity = identity(exchange);
        boolean offline = "true".equals(exchange.parameter("offline_token"));
        answer(exchange, identity, exchange.parameters("scope"), offline);
    }

    private Identity identity(Exchange exchange) {
        String header = exchange.header("Authorization");
        if (header == null) {
            return logins.certificate(exchange).orElse(Identity.ANONYMOUS);
        }
        Optional<Identity> identity = header.toLowerCase(Locale.ROOT).startsWith("bearer ")
                ? bearers.identity(header.substring("bearer ".length()).strip())
                : logins.password(exchange, header);
        return identity.orElseThrow(challenges::wrongPassword);
    }

    private void post(Exchange exchange) throws IOException {
        Query form = exchange.form();
        checkService(form.first("service"));
        String grant = form.first("grant_type");
        Identity identity = switch (grant == null ? "" : grant) {
            case "password" ->
                logins.password(exchange, required(form, "username"), required(form, "password"))
                        .orElseThrow(challenges::wrongPassword);
            case "refresh_token" -> refreshed(required(form, "refresh_token")).orElseThrow(challenges::wrongPassword);
            default -> throw new BadInput("grant_type must be password or refresh_token");
        };
        answer(exchange, identity, form.all("scope"), "offline".equals(form.first("access_type")));
    }

    private static String required(Query form, String name) {
        String value = form.first(name);
        if (value == null) {
            throw new BadInput("the parameter " + name + " is required");
        }
        return value;
    }

    private void checkService(@Nullable String service) {
        if (service != null && !service.isEmpty() && !service.equals(properties.service())) {
            throw new BadInput("this is the token server of " + properties.service() + ", and of no other service");
        }
    }

    private void answer(Exchange exchange, Identity identity, List<String> scopes, boolean offline) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(properties.tokenExpiry());
        if (identity.until() != null && identity.until().isBefore(until)) {
            until = identity.until();
        }
        List<Map<String, Object>> access = Scopes.grant(scopes, grants.of(identity.subjects()));
        String token = tokens.issue(identity, access, now, until);
        String refresh = offline ? refresh(identity, now) : null;
        exchange.sendJson(new Answer(
                token,
                token,
                Math.max(0, Duration.between(now, until).toSeconds()),
                now.toString(),
                String.join(" ", scopes),
                refresh));
    }

    private @Nullable String refresh(Identity identity, Instant now) {
        return account(identity.subject())
                .map(account -> tokens.issueRefresh(identity.subject(), stamp(account), now))
                .orElse(null);
    }

    // The account has to be as it was when the token was had: a new password ends the logins of the old one.
    private Optional<Identity> refreshed(String token) {
        try {
            JWTClaimsSet claims = tokens.readRefresh(SignedJWT.parse(token));
            String stamp = claims.getClaimAsString("stamp");
            return account(claims.getSubject())
                    .filter(account ->
                            account.usable(Instant.now()) && stamp(account).equals(stamp))
                    .map(Identity::of);
        } catch (ParseException | BadJOSEException | JOSEException wrong) {
            return Optional.empty();
        }
    }

    private Optional<Account> account(String subject) {
        return accounts.find(subject.substring(subject.indexOf(':') + 1))
                .filter(account -> account.subject().equals(subject));
    }

    private static String stamp(Account account) {
        byte[] hash = Hashes.sha256().digest(account.secret().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 12);
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Answer(
            String token,
            String accessToken,
            long expiresIn,
            String issuedAt,
            String scope,
            @Nullable String refreshToken) {}
}
