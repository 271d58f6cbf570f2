package dev.davit.registry.web;

import dev.davit.registry.access.Caller;

/** Decides on each request before its endpoint sees it. */
@FunctionalInterface
public interface Gate {

    /** Who sends it, if they may do what it asks for; throws what tells them otherwise. */
    Caller admit(Route.Kind kind, Exchange exchange);
}
