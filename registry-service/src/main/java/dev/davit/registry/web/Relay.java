package dev.davit.registry.web;

import java.io.IOException;

/** Stands before the endpoints for repositories whose content comes from elsewhere. */
public interface Relay {

    /** The route that is meant by one and {@code ns}, the registry that the client has in mind. */
    Route resolve(Route route, String ns);

    /**
     * Sees a request that was admitted.
     *
     * @return whether it has been answered; otherwise its endpoint answers it from what is held now
     */
    boolean relay(Route.Kind kind, Exchange exchange) throws IOException;
}
