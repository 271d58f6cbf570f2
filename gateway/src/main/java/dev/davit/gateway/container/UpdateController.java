package dev.davit.gateway.container;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.PruneReport;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.contracts.engine.UpdateSpec;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Changes of limits, and the removal of what does not run. */
@RestController
class UpdateController {

    private final EngineApi engine;

    UpdateController(EngineApi engine) {
        this.engine = engine;
    }

    @PostMapping("/containers/{name}/update")
    Map<String, @Nullable Object> update(@PathVariable String name, Body body) {
        Fields fields = body.optional("UpdateConfig");
        Resources asked = ResourcesReader.read(fields, new ArrayList<>());
        RestartPolicy restart =
                fields.object("RestartPolicy").text("Name").isEmpty() ? null : CreateRequest.restart(fields);
        fields.ignore("KernelMemory");
        fields.refuseUnread();
        String ref = Refs.clean(name);
        Resources before = engine.inspect(ref, false).spec().resources();
        Resources merged = Merge.merge(before, asked, fields.has("PidsLimit"));
        ResourcesReader.checkMemory(merged);
        ResourcesReader.checkProcessors(merged);
        List<String> warnings = engine.update(ref, new UpdateSpec(merged.equals(before) ? null : merged, restart));
        return Json.object()
                .put("Warnings", warnings.isEmpty() ? null : warnings)
                .map();
    }

    @PostMapping("/containers/prune")
    Map<String, @Nullable Object> prune(Query query) {
        query.filters().accepting(Set.of("label", "label!", "until"));
        PruneReport report = engine.prune(query.textOrNull("filters"));
        return Json.object()
                .put("ContainersDeleted", report.removed().isEmpty() ? null : report.removed())
                .put("SpaceReclaimed", report.spaceReclaimed())
                .map();
    }
}
