package dev.davit.engine.runtime;

import dev.davit.engine.kernel.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that its monitor has created and not yet started. Closing it before {@link #start} destroys it. */
public final class MonitorProcess implements AutoCloseable {

    private final ChildProcess child;
    private final BufferedReader events;
    private final JsonMapper json;
    private int pid;

    private MonitorProcess(ChildProcess child, JsonMapper json) {
        this.child = child;
        this.json = json;
        this.events = new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8), 512);
    }

    static MonitorProcess await(ChildProcess child, JsonMapper json) throws IOException, RuntimeFailure {
        MonitorProcess monitor = new MonitorProcess(child, json);
        try {
            monitor.pid = monitor.expect("created").path("pid").asInt();
            child.await(); // its child goes on
            return monitor;
        } catch (IOException | RuntimeFailure failure) {
            monitor.close();
            child.await();
            throw failure;
        }
    }

    /** On the host; 0 for an exec that another runtime has yet to make. */
    public int pid() {
        return pid;
    }

    /** Lets the program run; returns once it does. */
    public void start() throws IOException, RuntimeFailure {
        child.input().write("start\n".getBytes(StandardCharsets.US_ASCII));
        pid = expect("started").path("pid").asInt(pid);
    }

    private JsonNode expect(String event) throws IOException, RuntimeFailure {
        String line = events.readLine();
        if (line == null) {
            throw new RuntimeFailure(128, "the monitor ended before it said \"" + event + "\"");
        }
        JsonNode answer = parse(line);
        String said = answer.path("event").asString("");
        if (said.equals(event)) {
            return answer;
        }
        if (said.equals("error")) {
            throw new RuntimeFailure(
                    answer.path("exitCode").asInt(128), answer.path("message").asString(line));
        }
        throw new RuntimeFailure(128, "the monitor said " + line);
    }

    private JsonNode parse(String line) throws RuntimeFailure {
        try {
            return json.readTree(line);
        } catch (JacksonException notJson) {
            throw new RuntimeFailure(128, line);
        }
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
