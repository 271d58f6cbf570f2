package dev.davit.registry.web;

import java.io.IOException;
import java.util.Set;

/** A part of the distribution API. */
public interface Endpoint {

    /** The routes that it serves. */
    Set<Route.Kind> serves();

    /** Answers, or throws a {@link RegistryError}. */
    void handle(Route.Kind kind, Exchange exchange) throws IOException;
}
