package dev.davit.gateway.container;

import dev.davit.contracts.engine.CreatedContainer;
import dev.davit.contracts.engine.EngineApi;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /containers/create}. */
@RestController
class CreateController {

    private final EngineApi engine;

    CreateController(EngineApi engine) {
        this.engine = engine;
    }

    @PostMapping("/containers/create")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> create(Query query, Body body) {
        CreateRequest request = CreateRequest.read(body.required("CreateRequest"), query);
        CreatedContainer created = engine.create(name(query), request.spec());
        List<String> warnings = new ArrayList<>(created.warnings());
        warnings.addAll(request.warnings());
        return Json.object().put("Id", created.id()).put("Warnings", warnings).map();
    }

    private static @Nullable String name(Query query) {
        String name = query.textOrNull("name");
        return name != null && name.startsWith("/") ? name.substring(1) : name;
    }
}
