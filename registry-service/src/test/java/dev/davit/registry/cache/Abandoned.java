package dev.davit.registry.cache;

import dev.davit.registry.TestRegistry;

/** Does at once what is done each hour. */
public final class Abandoned {

    private Abandoned() {}

    public static void forget(TestRegistry registry) {
        registry.bean(Eviction.class).forgetAbandoned();
    }
}
