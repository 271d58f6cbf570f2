package dev.davit.gateway.exec;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.stream.Relay;
import dev.davit.platform.DavitProperties;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import dev.davit.platform.hijack.HijackedConnection;
import dev.davit.platform.hijack.RawConnection;
import dev.davit.platform.hijack.RawUpgrade;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /exec/{id}/start}. */
@RestController
class ExecStartController {

    private final EngineApi engine;
    private final Path socket;
    private final JsonMapper json;

    ExecStartController(EngineApi engine, DavitProperties davit, JsonMapper json) {
        this.engine = engine;
        this.socket = davit.socket("engine");
        this.json = json;
    }

    @PostMapping("/exec/{id}/start")
    void start(
            @PathVariable String id, Query query, Body body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Fields options = body.optional("ExecStartOptions");
        if (options.flag("Detach")) {
            engine.startExec(id);
            return;
        }
        boolean terminal = options.flag("Tty");
        String contentType = Relay.contentType(terminal, query.version());
        RawConnection connection;
        try {
            connection = RawUpgrade.post(socket, path(id, terminal, options, query), json);
        } catch (DavitException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND || request.getHeader("Upgrade") == null) {
                throw failure;
            }
            tell(request, response, contentType, terminal, failure.message());
            return;
        }
        Relay.hold(request, response, connection, contentType);
    }

    private static String path(String id, boolean terminal, Fields options, Query query) {
        List<Long> size = options.numbers("ConsoleSize");
        String path = "/v1/execs/" + id + "/attach?tty=" + terminal;
        boolean sized = terminal && size.size() == 2 && query.version().atLeast(42);
        return sized ? path + "&rows=" + size.get(0) + "&cols=" + size.get(1) : path;
    }

    // A client that asked to leave HTTP shows its user no other answer than the output: dockerd writes failures there.
    private static void tell(
            HttpServletRequest request,
            HttpServletResponse response,
            String contentType,
            boolean terminal,
            String message)
            throws IOException {
        byte[] text = (message + "\r\n").getBytes(StandardCharsets.UTF_8);
        HijackedConnection.upgrade(request, response, "tcp", contentType, (in, out) -> {
            if (!terminal) {
                out.write(ByteBuffer.allocate(8)
                        .put((byte) 1)
                        .position(4)
                        .putInt(text.length)
                        .array());
            }
            out.write(text);
            out.flush();
        });
    }
}
