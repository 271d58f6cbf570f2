package dev.davit.gateway.container;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.Outcome;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.api.Terminal;
import dev.davit.platform.error.DavitException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Start, stop and what lies between. */
@RestController
class LifecycleController {

    private static final int EMPTY_BODY = 7; // "{}", "null" and a line end: what old clients send

    private final EngineApi engine;

    LifecycleController(EngineApi engine) {
        this.engine = engine;
    }

    @PostMapping("/containers/{name}/start")
    ResponseEntity<Void> start(@PathVariable String name, Query query, HttpServletRequest request) {
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        if (chunked || request.getContentLengthLong() > EMPTY_BODY) {
            throw DavitException.invalid("starting container with non-empty request body was deprecated since API"
                    + " v1.22 and removed in v1.24");
        }
        if (!query.text("checkpoint").isEmpty()) {
            throw DavitException.notImplemented("starting from a checkpoint is not implemented by Davit yet");
        }
        return answer(engine.start(Refs.clean(name)));
    }

    @PostMapping("/containers/{name}/stop")
    ResponseEntity<Void> stop(@PathVariable String name, Query query) {
        return answer(engine.stop(Refs.clean(name), signal(query), query.integer("t")));
    }

    @PostMapping("/containers/{name}/restart")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restart(@PathVariable String name, Query query) {
        engine.restart(Refs.clean(name), signal(query), query.integer("t"));
    }

    @PostMapping("/containers/{name}/kill")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void kill(@PathVariable String name, Query query) {
        try {
            engine.kill(Refs.clean(name), query.textOrNull("signal"));
        } catch (DavitException failure) {
            String prefix = "cannot kill container: " + name;
            throw failure.message().startsWith(prefix)
                    ? failure
                    : new DavitException(failure.kind(), prefix + ": " + failure.message(), failure);
        }
    }

    @PostMapping("/containers/{name}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void pause(@PathVariable String name) {
        engine.pause(Refs.clean(name));
    }

    @PostMapping("/containers/{name}/unpause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unpause(@PathVariable String name) {
        engine.unpause(Refs.clean(name));
    }

    @PostMapping("/containers/{name}/rename")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(@PathVariable String name, Query query) {
        String to = query.text("name");
        if (to.isEmpty()) {
            throw DavitException.invalid("Neither old nor new names may be empty");
        }
        engine.rename(Refs.clean(name), Refs.clean(to));
    }

    @PostMapping("/containers/{name}/resize")
    @ResponseStatus(HttpStatus.OK)
    void resize(@PathVariable String name, Query query) {
        Terminal size = Terminal.read(query);
        engine.resize(Refs.clean(name), size.rows(), size.columns());
    }

    @DeleteMapping("/containers/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name, Query query) {
        if (query.flag("link")) {
            throw DavitException.notImplemented("removing a link is not implemented by Davit yet");
        }
        engine.remove(Refs.clean(name), query.flag("force"), query.flag("v"));
    }

    private static @Nullable String signal(Query query) {
        return query.version().atLeast(42) ? query.textOrNull("signal") : null;
    }

    private static ResponseEntity<Void> answer(Outcome outcome) {
        return ResponseEntity.status(outcome.changed() ? HttpStatus.NO_CONTENT : HttpStatus.NOT_MODIFIED)
                .build();
    }
}
