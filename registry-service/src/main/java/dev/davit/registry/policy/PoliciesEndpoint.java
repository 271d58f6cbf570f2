package dev.davit.registry.policy;

import dev.davit.registry.access.Glob;
import dev.davit.registry.trust.SignedRule;
import dev.davit.registry.trust.Sigstore;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code /v2/_davit/policies/<pattern>}: PUT, DELETE; GET lists all. */
@Component
class PoliciesEndpoint implements Endpoint {

    private final Policies policies;
    private final Sigstore sigstore;

    PoliciesEndpoint(Policies policies, Sigstore sigstore) {
        this.policies = policies;
        this.sigstore = sigstore;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.POLICIES);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" ->
                exchange.sendJson(policies.list().stream().map(Body::of).toList());
            case "PUT" -> {
                put(exchange.read(Body.class).policy(exchange.reference()));
                exchange.send(204);
            }
            case "DELETE" -> {
                if (!policies.remove(exchange.reference())) {
                    throw RegistryError.unknown(ErrorCode.UNSUPPORTED, "no policy has this pattern");
                }
                exchange.send(204);
            }
            default -> throw exchange.notAllowed("GET, PUT, DELETE");
        }
    }

    private void put(Policy policy) {
        if (policy.signed() != null) {
            sigstore.check(policy.signed().rule());
        }
        policies.put(policy);
    }

    record Body(
            @Nullable String pattern,
            @Nullable List<String> immutableTags,
            @Nullable Long quota,
            @Nullable Integer keepLast,
            @Nullable Integer keepDays,
            @Nullable List<String> keepTags,
            @Nullable Integer untaggedDays,
            @Nullable SignedRule signed) {

        static Body of(Policy policy) {
            return new Body(
                    policy.pattern().toString(),
                    texts(policy.immutableTags()),
                    policy.quota(),
                    policy.keepLast(),
                    policy.keepDays(),
                    texts(policy.keepTags()),
                    policy.untaggedDays(),
                    Signed.ruleOf(policy.signed()));
        }

        Policy policy(String named) {
            return new Policy(
                    Glob.parse(named),
                    globs(immutableTags),
                    quota,
                    keepLast,
                    keepDays,
                    globs(keepTags),
                    untaggedDays,
                    Signed.of(named, signed));
        }

        private static List<String> texts(List<Glob> globs) {
            return globs.stream().map(Glob::toString).toList();
        }

        private static List<Glob> globs(@Nullable List<String> texts) {
            return texts == null ? List.of() : texts.stream().map(Glob::parse).toList();
        }
    }
}
