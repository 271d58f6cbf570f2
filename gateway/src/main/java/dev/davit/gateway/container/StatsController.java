package dev.davit.gateway.container;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.StatsSample;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.stream.Lines;
import dev.davit.platform.error.DavitException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Resource use, as {@code docker stats} reads it: each sample beside the one before. */
@RestController
class StatsController {

    private final EngineApi engine;
    private final JsonMapper json;

    StatsController(EngineApi engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
    }

    @GetMapping("/containers/{name}/stats")
    ResponseEntity<InputStream> stats(@PathVariable String name, Query query) throws IOException {
        String ref = Refs.clean(name);
        boolean oneShot = query.version().atLeast(41) && query.flag("one-shot");
        InputStream body = query.flag("stream", true) ? follow(ref) : once(ref, oneShot);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }

    private InputStream follow(String ref) {
        AtomicReference<@Nullable StatsSample> previous = new AtomicReference<>();
        return new Lines(engine.stats(ref, true), line -> {
            StatsSample sample = read(line);
            return write(sample, previous.getAndSet(sample));
        });
    }

    // Use of the processor is a difference: two samples, a second apart, unless the client keeps the first itself.
    private InputStream once(String ref, boolean oneShot) throws IOException {
        try (InputStream samples = new BufferedInputStream(engine.stats(ref, !oneShot))) {
            StatsSample first = next(samples);
            if (oneShot || !first.running()) {
                return new ByteArrayInputStream(write(first, null));
            }
            return new ByteArrayInputStream(write(next(samples), first));
        }
    }

    private StatsSample next(InputStream samples) throws IOException {
        byte[] line = Lines.next(samples);
        if (line == null) {
            throw DavitException.internal("the engine's statistics ended early", null);
        }
        return read(line);
    }

    private StatsSample read(byte[] line) {
        return json.readValue(line, StatsSample.class);
    }

    private byte[] write(StatsSample sample, @Nullable StatsSample previous) {
        byte[] text = json.writeValueAsBytes(StatsJson.of(sample, previous));
        byte[] line = java.util.Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }
}
