package dev.davit.registry.cache;

import dev.davit.registry.upstream.SingleFlight;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Page;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lists the tags that an upstream has, held or not; where it cannot be asked, those that are held are listed. */
@Component
@WhenUpstreamsAreSet
class TagLists {

    private static final Logger LOG = LoggerFactory.getLogger(TagLists.class);
    private static final int MOST = 100_000;
    private static final int TAGS = 200_000; // that are remembered

    private final SingleFlight<String, Optional<List<String>>> flights = new SingleFlight<>();
    private final Memo<String, Optional<List<String>>> lists = new Memo<>(TAGS, TagLists::weight);

    private static int weight(Optional<List<String>> list) {
        return 1 + list.map(List::size).orElse(0);
    }

    /** Whether it was answered. */
    boolean relay(Upstream upstream, Exchange exchange) throws IOException {
        String repository = exchange.repository();
        Optional<List<String>> tags;
        try {
            tags = list(upstream, repository);
        } catch (UpstreamException failure) {
            LOG.warn("the tags of {} are listed as far as they are held: {}", repository, failure.getMessage());
            return false;
        }
        List<String> all = tags.orElseThrow(() -> RegistryError.unknown(
                ErrorCode.NAME_UNKNOWN, upstream.name() + " has no repository that " + repository + " stands for"));
        Page page = Page.of(exchange, MOST, MOST);
        List<String> behind = all.stream()
                .filter(tag -> tag.compareTo(page.last()) > 0)
                .limit(page.limit())
                .toList();
        exchange.sendJson(
                200, "application/json", new TagList(repository, page.cut(exchange, behind, Function.identity())));
        return true;
    }

    /** In byte order. */
    Optional<List<String>> list(Upstream upstream, String repository) throws IOException {
        Optional<Optional<List<String>>> known = lists.get(repository);
        return known.isPresent()
                ? known.get()
                : flights.run(repository, () -> {
                    Optional<List<String>> tags = upstream.tags(repository)
                            .map(list -> list.stream().distinct().sorted().toList());
                    if (tags.isPresent()) {
                        lists.put(repository, tags, upstream.freshness());
                    }
                    return tags;
                });
    }

    /** The lists are to be had anew. */
    void doubt() {
        lists.clear();
    }

    record TagList(String name, List<String> tags) {}
}
