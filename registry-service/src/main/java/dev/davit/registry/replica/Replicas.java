package dev.davit.registry.replica;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Whether there may be other registries beside this one. */
@Component
public class Replicas {

    private final boolean possible;

    Replicas(Environment environment) {
        this.possible =
                !environment.getRequiredProperty("spring.datasource.url").startsWith("jdbc:h2:file:");
    }

    /** The file of an embedded H2 has one process; a PostgreSQL may have other registries. */
    public boolean possible() {
        return possible;
    }
}
