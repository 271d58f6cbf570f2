package dev.davit.registry.tag;

import dev.davit.registry.repository.Repositories;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Page;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** {@code GET /v2/<name>/tags/list?n=&last=}. */
@Component
class TagsEndpoint implements Endpoint {

    // More than anybody has; a list without an end would not fit the memory.
    private static final int MOST = 100_000;

    private final Repositories repositories;
    private final Tags tags;

    TagsEndpoint(Repositories repositories, Tags tags) {
        this.repositories = repositories;
        this.tags = tags;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.TAGS);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        if (!exchange.method().equals("GET") && !exchange.head()) {
            throw exchange.notAllowed("GET, HEAD");
        }
        Page page = Page.of(exchange, MOST, MOST);
        long repository = repositories
                .find(exchange.repository())
                .orElseThrow(() -> RegistryError.unknown(
                        ErrorCode.NAME_UNKNOWN, "no repository is named " + exchange.repository()));
        List<String> names = page.cut(exchange, tags.names(repository, page.last(), page.limit()), Function.identity());
        exchange.sendJson(new TagList(exchange.repository(), names));
    }

    record TagList(String name, List<String> tags) {}
}
