package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** {@code /v2/_davit/grants}: GET, PUT of one, DELETE by {@code ?subject=&pattern=}. */
@Component
@WhenAuthIsOn
class GrantsEndpoint implements Endpoint {

    private final Grants grants;

    GrantsEndpoint(Grants grants) {
        this.grants = grants;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.GRANTS);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" ->
                exchange.sendJson(grants.list().stream().map(Body::of).toList());
            case "PUT" -> {
                grants.put(exchange.read(Body.class).grant());
                exchange.send(204);
            }
            case "DELETE" -> delete(exchange);
            default -> throw exchange.notAllowed("GET, PUT, DELETE");
        }
    }

    private void delete(Exchange exchange) {
        String subject = exchange.parameter("subject");
        String pattern = exchange.parameter("pattern");
        if (subject == null || pattern == null) {
            throw new BadInput("the parameters subject and pattern say which grant to delete");
        }
        if (!grants.remove(subject, pattern)) {
            throw RegistryError.unknown(ErrorCode.UNSUPPORTED, "no such grant");
        }
        exchange.send(204);
    }

    record Body(String subject, String pattern, List<String> actions) {

        static Body of(Grant grant) {
            return new Body(
                    grant.subject(),
                    grant.pattern().toString(),
                    grant.actions().stream().sorted().map(Action::text).toList());
        }

        Grant grant() {
            return new Grant(subject, Glob.parse(pattern), Action.parse(actions));
        }
    }
}
