package dev.davit.registry.gc;

import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.Set;
import org.springframework.stereotype.Component;

/** {@code POST /v2/_davit/gc}: collects now. */
@Component
class GcEndpoint implements Endpoint {

    private final Collector collector;

    GcEndpoint(Collector collector) {
        this.collector = collector;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.GC);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            throw exchange.notAllowed("POST");
        }
        exchange.sendJson(collector.collect());
    }
}
