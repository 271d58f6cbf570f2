package dev.davit.engine.lifecycle;

import static dev.davit.engine.container.Containers.event;

import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Restarts that a client asks for. */
@Component
public class Restarts {

    private final Containers containers;
    private final Starts starts;
    private final Stops stops;

    Restarts(Containers containers, Starts starts, Stops stops) {
        this.containers = containers;
        this.starts = starts;
        this.stops = stops;
    }

    /** Stops, if it runs, and starts. */
    public void restart(LiveContainer container, @Nullable String signal, @Nullable Integer timeout) {
        container.restarting(true);
        try {
            stops.stop(container, signal, timeout);
        } finally {
            container.restarting(false);
        }
        starts.start(container);
        containers.log(List.of(event(container, "restart", Map.of())));
    }
}
