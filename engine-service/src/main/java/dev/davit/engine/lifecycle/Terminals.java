package dev.davit.engine.lifecycle;

import static dev.davit.engine.container.Containers.event;

import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Terminals of containers. */
@Component
public class Terminals {

    private final Containers containers;

    Terminals(Containers containers) {
        this.containers = containers;
    }

    /** Sets the size, in characters. */
    public void resize(LiveContainer container, int rows, int columns) {
        Run run = container.run();
        if (run == null) {
            throw DavitException.conflict("container " + container.id() + " is not running");
        }
        try {
            run.monitor().resize(rows, columns);
        } catch (IOException failure) {
            throw DavitException.internal(
                    "cannot resize container " + container.id() + ": " + failure.getMessage(), failure);
        }
        containers.log(List.of(event(
                container, "resize", Map.of("height", Integer.toString(rows), "width", Integer.toString(columns)))));
    }
}
