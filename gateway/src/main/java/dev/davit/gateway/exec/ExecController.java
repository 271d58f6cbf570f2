package dev.davit.gateway.exec;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.Exec;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.api.Terminal;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Processes in running containers, apart from their start. */
@RestController
class ExecController {

    private final EngineApi engine;

    ExecController(EngineApi engine) {
        this.engine = engine;
    }

    @PostMapping("/containers/{name}/exec")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> create(@PathVariable String name, Query query, Body body) {
        Fields fields = body.optional("ExecOptions");
        List<String> command = fields.textOrTexts("Cmd");
        if (command == null || command.isEmpty()) {
            throw DavitException.invalid("No exec command specified");
        }
        List<Long> size = fields.numbers("ConsoleSize");
        boolean sized = query.version().atLeast(42) && size.size() == 2;
        ExecSpec spec = new ExecSpec(
                command,
                fields.texts("Env"),
                fields.text("User"),
                fields.text("WorkingDir"),
                fields.flag("Tty"),
                fields.flag("Privileged"),
                fields.flag("AttachStdin"),
                fields.flag("AttachStdout"),
                fields.flag("AttachStderr"),
                fields.text("DetachKeys"),
                sized ? Math.toIntExact(size.get(0)) : 0,
                sized ? Math.toIntExact(size.get(1)) : 0);
        String ref = name.startsWith("/") ? name.substring(1) : name;
        return Json.object().put("Id", engine.createExec(ref, spec).id()).map();
    }

    @GetMapping("/exec/{id}/json")
    Map<String, @Nullable Object> inspect(@PathVariable String id) {
        Exec exec = engine.exec(id);
        ExecSpec spec = exec.spec();
        Json process = Json.object()
                .put("tty", spec.tty())
                .put("entrypoint", spec.command().getFirst())
                .put("arguments", spec.command().subList(1, spec.command().size()))
                .put("privileged", spec.privileged())
                .putUnlessEmpty("user", spec.user());
        return Json.object()
                .put("ID", exec.id())
                .put("Running", exec.running())
                .put("ExitCode", exec.exitCode())
                .put("ProcessConfig", process)
                .put("OpenStdin", spec.attachStdin())
                .put("OpenStderr", spec.attachStderr())
                .put("OpenStdout", spec.attachStdout())
                .put("CanRemove", exec.exitCode() != null)
                .put("ContainerID", exec.containerId())
                .put("DetachKeys", spec.detachKeys())
                .put("Pid", exec.pid())
                .map();
    }

    @PostMapping("/exec/{id}/resize")
    @ResponseStatus(HttpStatus.OK)
    void resize(@PathVariable String id, Query query) {
        Terminal size = Terminal.read(query);
        engine.resizeExec(id, size.rows(), size.columns());
    }
}
