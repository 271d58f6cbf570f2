package dev.davit.engine.api;

import dev.davit.engine.attach.AttachRequest;
import dev.davit.engine.attach.Attachments;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.exec.ExecStarts;
import dev.davit.platform.hijack.HijackedConnection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The two requests that leave HTTP; see {@link dev.davit.contracts.engine.EngineApi}. */
@RestController
class AttachController {

    private static final String RAW = "application/vnd.docker.raw-stream";
    private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private final Containers containers;
    private final Attachments attachments;
    private final ExecStarts execs;

    AttachController(Containers containers, Attachments attachments, ExecStarts execs) {
        this.containers = containers;
        this.attachments = attachments;
        this.execs = execs;
    }

    @PostMapping("/v1/containers/{ref}/attach")
    void attach(
            @PathVariable String ref,
            @RequestParam(defaultValue = "false") boolean stdin,
            @RequestParam(defaultValue = "false") boolean stdout,
            @RequestParam(defaultValue = "false") boolean stderr,
            @RequestParam(defaultValue = "false") boolean stream,
            @RequestParam(defaultValue = "false") boolean logs,
            @RequestParam(defaultValue = "") String detachKeys,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        LiveContainer container = containers.find(ref);
        HijackedConnection.Conversation conversation =
                attachments.open(container, new AttachRequest(stdin, stdout, stderr, stream, logs, detachKeys));
        boolean tty = container.definition().spec().process().tty();
        HijackedConnection.upgrade(request, response, "tcp", tty ? RAW : MULTIPLEXED, conversation);
    }

    @PostMapping("/v1/execs/{id}/attach")
    void attachExec(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int rows,
            @RequestParam(defaultValue = "0") int cols,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        boolean tty = execs.tty(id);
        HijackedConnection.Conversation conversation = execs.open(id, rows, cols);
        HijackedConnection.upgrade(request, response, "tcp", tty ? RAW : MULTIPLEXED, conversation);
    }
}
