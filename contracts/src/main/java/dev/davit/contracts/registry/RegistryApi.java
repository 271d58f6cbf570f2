package dev.davit.contracts.registry;

import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** The registry as the other services see it. */
@HttpExchange("/v1")
public interface RegistryApi {

    /** What it holds, and where clients reach it. */
    @GetExchange("/status")
    RegistryStatus status();
}
