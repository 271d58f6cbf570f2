package dev.davit.registry.web;

import java.io.IOException;

/** Stands before the endpoints for repositories whose content comes from elsewhere. */
public interface Relay {

    /** The route that is meant by one and {@code ns}, the registry that the client has in mind. */
    Route resolve(Route route, String ns);

    /** Answers a request that was admitted, by what {@code local} answers from what is held, or itself. */
    void relay(Route.Kind kind, Exchange exchange, Local local) throws IOException;

    /** Answers with what is held here. */
    @FunctionalInterface
    interface Local {

        /** Answers. */
        void answer(Route.Kind kind, Exchange exchange) throws IOException;
    }
}
