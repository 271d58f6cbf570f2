package dev.davit.registry.search;

import dev.davit.registry.access.Caller;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Page;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * {@code GET /v2/_davit/repositories?q=&n=&last=}: those whose names contain {@code q}; {@code
 * /v2/_davit/repositories/<name>?n=&last=}: one with its tags. Both of what the caller may read.
 */
@Component
class SearchEndpoint implements Endpoint {

    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final int BATCH = 1000;

    private final Repositories repositories;
    private final Inventory inventory;

    SearchEndpoint(Repositories repositories, Inventory inventory) {
        this.repositories = repositories;
        this.inventory = inventory;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.REPOSITORIES);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        if (!exchange.method().equals("GET") && !exchange.head()) {
            throw exchange.notAllowed("GET, HEAD");
        }
        Page page = Page.of(exchange, USUAL, MOST);
        if (exchange.reference().isEmpty()) {
            String part = exchange.parameter("q");
            List<String> found = find(exchange.caller(), part == null ? "" : part, page);
            List<String> names = page.cut(exchange, found, Function.identity());
            exchange.sendJson(inventory.summaries(names));
        } else {
            exchange.sendJson(one(exchange, page));
        }
    }

    private List<String> find(Caller caller, String part, Page page) {
        List<String> found = new ArrayList<>();
        String last = page.last();
        List<String> names;
        do {
            names = repositories.search(part, last, BATCH);
            for (String name : names) {
                if (found.size() < page.limit() && caller.sees(name)) {
                    found.add(name);
                }
                last = name;
            }
        } while (names.size() == BATCH && found.size() < page.limit());
        return found;
    }

    private Inventory.Details one(Exchange exchange, Page page) {
        String name = exchange.reference();
        RegistryError unknown = RegistryError.unknown(ErrorCode.NAME_UNKNOWN, "no repository is named so");
        if (!exchange.caller().sees(name)) {
            throw unknown;
        }
        long id = repositories.find(name).orElseThrow(() -> unknown);
        List<Inventory.TagRow> tags =
                page.cut(exchange, inventory.tags(id, page.last(), page.limit()), Inventory.TagRow::name);
        return new Inventory.Details(inventory.summaries(List.of(name)).getFirst(), tags);
    }
}
