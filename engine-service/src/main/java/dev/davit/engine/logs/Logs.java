package dev.davit.engine.logs;

import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.engine.host.EnginePaths;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The logs of containers. */
@Component
public class Logs {

    private final EnginePaths paths;
    private final LogSignals signals;
    private final JsonMapper json;

    Logs(EnginePaths paths, LogSignals signals, JsonMapper json) {
        this.paths = paths;
        this.signals = signals;
        this.json = json;
    }

    /** The lines that are asked for; following, until the container ends. */
    public InputStream open(LiveContainer container, LogQuery query) {
        if (container.definition().spec().log().driver().equals("none")) {
            throw DavitException.notImplemented("configured logging driver does not support reading");
        }
        Path file = paths.log(container.id());
        Run run = container.run();
        boolean framed = !container.definition().spec().process().tty();
        LogSignal signal = new LogSignal();
        try {
            Runnable onClose = () -> {};
            if (query.follow() && run != null) {
                Path folder = paths.lasting(container.id());
                signals.add(folder, signal);
                onClose = () -> signals.remove(folder, signal);
                run.onEnd(signal::raise);
            }
            LogCursor cursor = new LogCursor(new LogFiles(file), json, query.tail());
            return new LogStream(
                    cursor, query, framed, () -> run != null && !run.ended().isDone(), signal, onClose);
        } catch (IOException failure) {
            throw DavitException.internal("cannot read the log " + file + ": " + failure.getMessage(), failure);
        }
    }
}
