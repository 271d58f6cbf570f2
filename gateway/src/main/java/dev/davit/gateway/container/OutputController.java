package dev.davit.gateway.container;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.ExitStatus;
import dev.davit.contracts.engine.WaitCondition;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.stream.LateBytes;
import dev.davit.gateway.stream.Relay;
import dev.davit.platform.DavitProperties;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.hijack.RawConnection;
import dev.davit.platform.hijack.RawUpgrade;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What a container says: attach, logs, and its exit code. */
@RestController
class OutputController {

    private final EngineApi engine;
    private final Path socket;
    private final JsonMapper json;

    OutputController(EngineApi engine, DavitProperties davit, JsonMapper json) {
        this.engine = engine;
        this.socket = davit.socket("engine");
        this.json = json;
    }

    @PostMapping("/containers/{name}/attach")
    void attach(@PathVariable String name, Query query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String ref = Refs.clean(name);
        String path = "/v1/containers/" + encode(ref) + "/attach?stdin=" + query.flag("stdin") + "&stdout="
                + query.flag("stdout") + "&stderr=" + query.flag("stderr") + "&stream=" + query.flag("stream")
                + "&logs=" + query.flag("logs") + "&detachKeys=" + encode(query.text("detachKeys"));
        RawConnection connection = RawUpgrade.post(socket, path, json);
        boolean terminal = !connection.contentType().equals(Relay.MULTIPLEXED);
        Relay.hold(request, response, connection, Relay.contentType(terminal, query.version()));
    }

    @GetMapping("/containers/{name}/logs")
    ResponseEntity<InputStream> logs(@PathVariable String name, Query query) {
        if (!query.flag("stdout") && !query.flag("stderr")) {
            throw DavitException.invalid("Bad parameters: you must choose at least one stream");
        }
        String ref = Refs.clean(name);
        boolean terminal = engine.inspect(ref, false).spec().process().tty();
        InputStream logs = engine.logs(
                ref,
                query.flag("follow"),
                query.flag("stdout"),
                query.flag("stderr"),
                time(query, "since"),
                time(query, "until"),
                query.flag("timestamps"),
                tail(query));
        return ResponseEntity.ok()
                .header("Content-Type", Relay.contentType(terminal, query.version()))
                .body(logs);
    }

    private static @Nullable String time(Query query, String name) {
        String time = query.textOrNull(name);
        return time == null || time.equals("0") ? null : time;
    }

    // dockerd reads what is no number as "all".
    private static String tail(Query query) {
        String tail = query.text("tail");
        return tail.matches("\\d{1,9}") ? tail : "all";
    }

    @PostMapping("/containers/{name}/wait")
    ResponseEntity<InputStream> await(@PathVariable String name, Query query) {
        InputStream exit = engine.await(Refs.clean(name), condition(query.text("condition")));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(new LateBytes(exit, this::exitStatus));
    }

    private static WaitCondition condition(String name) {
        return switch (name) {
            case "", "not-running" -> WaitCondition.NOT_RUNNING;
            case "next-exit" -> WaitCondition.NEXT_EXIT;
            case "removed" -> WaitCondition.REMOVED;
            default -> throw DavitException.invalid("invalid condition: \"" + name + "\"");
        };
    }

    private byte[] exitStatus(byte[] answer) {
        ExitStatus exit = json.readValue(answer, ExitStatus.class);
        Json result = Json.object().put("StatusCode", exit.code());
        if (exit.error() != null) {
            result.put("Error", Json.object().put("Message", exit.error()));
        }
        return json.writeValueAsBytes(result.map());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
