package dev.davit.contracts.storage;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** What registries have, without pulling it; storage answers it beside {@link StorageApi}. */
@HttpExchange("/v1")
public interface DistributionApi {

    /**
     * What a name points to ({@code GET /distribution/NAME/json} of Docker).
     *
     * @param ref name in familiar or full form; no tag: {@code latest}
     */
    @PostExchange("/registry/inspect")
    RemoteImage inspect(@RequestParam String ref, @RequestBody RegistryAuth auth);
}
