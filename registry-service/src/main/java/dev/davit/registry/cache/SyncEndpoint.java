package dev.davit.registry.cache;

import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.Upstreams;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * {@code /v2/_davit/sync?upstream=&repository=&tag=}: POST begins, of all upstreams or of one, what is to be mirrored or
 * what is named; GET says how it goes.
 */
@Component
@WhenUpstreamsAreSet
class SyncEndpoint implements Endpoint {

    private final Upstreams upstreams;
    private final Sync sync;

    SyncEndpoint(Upstreams upstreams, Sync sync) {
        this.upstreams = upstreams;
        this.sync = sync;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.SYNC);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" -> exchange.sendJson(new Reports(sync.reports()));
            case "POST" -> post(exchange);
            default -> throw exchange.notAllowed("GET, POST");
        }
    }

    private void post(Exchange exchange) {
        String name = exchange.parameter("upstream");
        List<Upstream> meant = name == null ? upstreams.all() : List.of(upstream(name));
        String repository = exchange.parameter("repository");
        if (repository != null && meant.size() != 1) {
            throw new BadInput("a repository needs its 'upstream' beside it");
        }
        for (Upstream upstream : meant) {
            List<Sync.Wanted> wanted =
                    repository == null ? SyncSchedule.wanted(upstream) : List.of(wanted(exchange, repository));
            if (!wanted.isEmpty() && !sync.begin(upstream, wanted)) {
                throw new RegistryError(409, ErrorCode.UNSUPPORTED, "a sync of " + upstream.name() + " is under way");
            }
        }
        exchange.send(202);
    }

    private static Sync.Wanted wanted(Exchange exchange, String repository) {
        List<String> tags = exchange.parameters("tag");
        return new Sync.Wanted(
                Route.valid(repository),
                (tags.isEmpty() ? List.of("*") : tags).stream().map(Glob::parse).toList());
    }

    private Upstream upstream(String name) {
        return upstreams.named(name).orElseThrow(() -> new BadInput("no upstream has the name '" + name + "'"));
    }

    record Reports(List<SyncReport> syncs) {}
}
