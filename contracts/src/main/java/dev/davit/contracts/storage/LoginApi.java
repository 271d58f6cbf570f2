package dev.davit.contracts.storage;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** Credentials for registries; storage answers it beside {@link StorageApi}. */
@HttpExchange("/v1")
public interface LoginApi {

    /**
     * Tries credentials on the registry that they name (none: Docker Hub). Unauthenticated, or what the registry says:
     * they are refused.
     */
    @PostExchange("/registry/login")
    LoginResult login(@RequestBody RegistryAuth auth);
}
