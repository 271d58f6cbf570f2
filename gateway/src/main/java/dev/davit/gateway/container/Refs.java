package dev.davit.gateway.container;

/** How a client names a container. */
public final class Refs {

    private Refs() {}

    /** Without the slash that Docker shows before names. */
    public static String clean(String ref) {
        return ref.startsWith("/") ? ref.substring(1) : ref;
    }
}
