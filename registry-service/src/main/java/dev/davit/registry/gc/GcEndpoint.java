package dev.davit.registry.gc;

import dev.davit.registry.replica.Turns;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.Set;
import org.springframework.stereotype.Component;

/** {@code POST /v2/_davit/gc}: collects now. */
@Component
class GcEndpoint implements Endpoint {

    private final Collector collector;
    private final Turns turns;

    GcEndpoint(Collector collector, Turns turns) {
        this.collector = collector;
        this.turns = turns;
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
        exchange.sendJson(collect());
    }

    private Collected collect() throws IOException {
        try {
            return turns.take(Collector.TURN, collector::collect)
                    .orElseThrow(() -> new RegistryError(409, ErrorCode.UNSUPPORTED, "a collection is under way")
                            .with("Retry-After", "10"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the registry is being stopped", stopped);
        }
    }
}
