package dev.davit.registry.repository;

import dev.davit.registry.access.Caller;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Page;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** {@code GET /v2/_catalog?n=&last=}. */
@Component
class CatalogEndpoint implements Endpoint {

    private static final int BATCH = 1000;

    private final Repositories repositories;

    CatalogEndpoint(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.CATALOG);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        if (!exchange.method().equals("GET") && !exchange.head()) {
            throw exchange.notAllowed("GET, HEAD");
        }
        Page page = Page.of(exchange, 100, 1000);
        List<String> names = page.cut(exchange, visible(exchange.caller(), page), Function.identity());
        exchange.sendJson(new Catalog(names));
    }

    private List<String> visible(Caller caller, Page page) {
        if (caller.seesAll()) {
            return repositories.names(page.last(), page.limit());
        }
        List<String> visible = new ArrayList<>();
        String last = page.last();
        List<String> names;
        do {
            names = repositories.names(last, BATCH);
            for (String name : names) {
                if (visible.size() < page.limit() && caller.sees(name)) {
                    visible.add(name);
                }
                last = name;
            }
        } while (names.size() == BATCH && visible.size() < page.limit());
        return visible;
    }

    record Catalog(List<String> repositories) {}
}
