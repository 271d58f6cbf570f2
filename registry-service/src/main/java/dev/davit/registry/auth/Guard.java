package dev.davit.registry.auth;

import dev.davit.registry.access.Caller;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.account.Grants;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Route;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets in who may do what they ask for. */
@Component
@WhenAuthIsOn
class Guard {

    private final Logins logins;
    private final Bearers bearers;
    private final Grants grants;
    private final Challenges challenges;

    Guard(Logins logins, Bearers bearers, Grants grants, Challenges challenges) {
        this.logins = logins;
        this.bearers = bearers;
        this.grants = grants;
        this.challenges = challenges;
    }

    Caller admit(Route.Kind kind, Exchange exchange) {
        if (kind == Route.Kind.TOKEN) {
            return Caller.NOBODY; // it is asked who it is there
        }
        Requirement need = Requirement.of(kind, exchange);
        Optional<KnownCaller> known = identify(exchange, need);
        if (known.isEmpty()) {
            KnownCaller anonymous = granted(Identity.ANONYMOUS);
            if (!need.metUnasked(anonymous)) {
                throw challenges.needed(exchange, need);
            }
            return anonymous;
        }
        exchange.identified(known.get());
        if (need.metBy(known.get())) {
            return known.get();
        }
        throw known.get() instanceof KnownCaller.Bearer
                ? challenges.narrow(exchange, need)
                : Challenges.denied(known.get());
    }

    private Optional<KnownCaller> identify(Exchange exchange, Requirement need) {
        String header = exchange.header("Authorization");
        if (header == null) {
            return logins.certificate(exchange).map(this::granted);
        }
        if (header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            String token = header.substring("bearer ".length()).strip();
            return Optional.of(bearers.caller(token).orElseThrow(() -> challenges.wrong(exchange, need, true)));
        }
        return Optional.of(
                granted(logins.password(exchange, header).orElseThrow(() -> challenges.wrong(exchange, need, false))));
    }

    private KnownCaller granted(Identity identity) {
        return new KnownCaller.Granted(identity.subject(), grants.of(identity.subjects()));
    }
}
