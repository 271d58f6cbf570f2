package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.EngineApi;
import dev.davit.gateway.api.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code docker ps}. */
@RestController
class ListController {

    private final EngineApi engine;
    private final ImageNames images;

    ListController(EngineApi engine, ImageNames images) {
        this.engine = engine;
        this.images = images;
    }

    @GetMapping("/containers/json")
    List<Map<String, @Nullable Object>> list(Query query) {
        ListFilter filter = ListFilter.read(query);
        ImageNames.Current current = images.current();
        List<Container> all = engine.list(query.flag("size"));
        Instant now = Instant.now();
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Container container : filter.apply(all, current)) {
            list.add(Summaries.of(container, current.shown(container), query.version(), now));
        }
        return list;
    }
}
