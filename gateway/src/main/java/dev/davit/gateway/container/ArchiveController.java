package dev.davit.gateway.container;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.storage.PathStat;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.platform.error.DavitException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code docker cp} and {@code docker export}. */
@RestController
class ArchiveController {

    private static final String STAT = "X-Docker-Container-Path-Stat";

    private final EngineApi engine;
    private final JsonMapper json;

    ArchiveController(EngineApi engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
    }

    @RequestMapping(path = "/containers/{name}/archive", method = RequestMethod.HEAD)
    ResponseEntity<Void> stat(@PathVariable String name, Query query) {
        return ResponseEntity.ok()
                .header(STAT, encode(engine.stat(Refs.clean(name), path(query))))
                .build();
    }

    @GetMapping("/containers/{name}/archive")
    ResponseEntity<InputStream> read(@PathVariable String name, Query query) {
        String ref = Refs.clean(name);
        String path = path(query);
        PathStat stat = engine.stat(ref, path);
        return ResponseEntity.ok()
                .header(STAT, encode(stat))
                .header("Content-Type", "application/x-tar")
                .body(engine.readArchive(ref, path));
    }

    @PutMapping("/containers/{name}/archive")
    @ResponseStatus(HttpStatus.OK)
    void write(@PathVariable String name, Query query, HttpServletRequest request) throws IOException {
        engine.writeArchive(
                Refs.clean(name),
                path(query),
                query.flag("noOverwriteDirNonDir"),
                query.flag("copyUIDGID"),
                new InputStreamResource(request.getInputStream()));
    }

    @GetMapping("/containers/{name}/export")
    ResponseEntity<InputStream> export(@PathVariable String name) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/octet-stream")
                .body(engine.export(Refs.clean(name)));
    }

    private static String path(Query query) {
        String path = query.text("path");
        if (path.isEmpty()) {
            throw DavitException.invalid("bad parameter: pathcannot be empty"); // dockerd's own words
        }
        return path;
    }

    private String encode(PathStat stat) {
        byte[] text = json.writeValueAsBytes(Json.object()
                .put("name", stat.name())
                .put("size", stat.size())
                .put("mode", stat.mode())
                .put("mtime", stat.modified().toString())
                .put("linkTarget", stat.linkTarget())
                .map());
        return Base64.getEncoder().encodeToString(text);
    }
}
