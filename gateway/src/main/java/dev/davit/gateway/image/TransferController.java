package dev.davit.gateway.image;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.image.ProgressMessages.Results;
import dev.davit.platform.error.DavitException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Images in and out: pull, import, load, save, push. */
@RestController
class TransferController {

    private final StorageApi storage;
    private final Credentials credentials;
    private final ProgressMessages messages;
    private final Platforms platforms;

    TransferController(StorageApi storage, Credentials credentials, ProgressMessages messages, Platforms platforms) {
        this.storage = storage;
        this.credentials = credentials;
        this.messages = messages;
        this.platforms = platforms;
    }

    @PostMapping("/images/create")
    ResponseEntity<InputStream> create(Query query, HttpServletRequest request) throws IOException {
        String image = query.text("fromImage");
        return image.isEmpty() ? importImage(query, request) : pull(image, query, request);
    }

    private ResponseEntity<InputStream> pull(String image, Query query, HttpServletRequest request) throws IOException {
        String name = image.endsWith(":") ? image.substring(0, image.length() - 1) : image;
        String tag = query.text("tag");
        Names.check(name);
        if (Names.withoutTag(name).equals("scratch")) {
            throw DavitException.forbidden("'scratch' is a reserved name");
        }
        if (tag.isEmpty() && !Names.hasTag(name)) {
            throw DavitException.notImplemented("pulling every tag of a repository is not implemented by Davit yet");
        }
        String ref = tag.isEmpty() ? name : Names.withTag(name, tag);
        RegistryAuth auth = credentials.read(request.getHeader("X-Registry-Auth"));
        return messages.answer(storage.pull(ref, platform(query), auth), Results.DROP);
    }

    private ResponseEntity<InputStream> importImage(Query query, HttpServletRequest request) throws IOException {
        String source = query.text("fromSrc");
        if (!source.equals("-")) {
            throw DavitException.notImplemented("importing from a URL is not implemented by Davit yet");
        }
        String repository = query.text("repo");
        String message = query.text("message");
        InputStream progress = storage.importImage(
                repository.isEmpty() ? null : Names.target(repository, query.text("tag")),
                message.isEmpty() ? "Imported from " + source : message,
                platform(query),
                changes(query),
                new InputStreamResource(request.getInputStream()));
        return messages.answer(progress, Results.ID);
    }

    // Spring splits a single value at its commas, of which CMD ["sh", "-c"] has one; empty ones count for nothing.
    private static List<String> changes(Query query) {
        List<String> changes = new ArrayList<>(query.all("changes"));
        while (changes.size() < 2) {
            changes.add("");
        }
        return changes;
    }

    private static @Nullable String platform(Query query) {
        return query.version().atLeast(32) ? query.textOrNull("platform") : null;
    }

    @PostMapping("/images/load")
    ResponseEntity<InputStream> load(Query query, HttpServletRequest request) throws IOException {
        platforms.refuseForeign(query, 48, "platform");
        InputStream progress =
                storage.load(query.flag("quiet", true), new InputStreamResource(request.getInputStream()));
        return messages.answer(progress, Results.DROP);
    }

    @GetMapping("/images/{name}/get")
    ResponseEntity<InputStream> save(@PathVariable String name, Query query) {
        return save(List.of(name), query);
    }

    @GetMapping("/images/get")
    ResponseEntity<InputStream> saveMany(Query query) {
        List<String> names = query.all("names");
        if (names.isEmpty()) {
            throw DavitException.invalid("bad parameter: names cannot be empty");
        }
        return save(names, query);
    }

    private ResponseEntity<InputStream> save(List<String> names, Query query) {
        platforms.refuseForeign(query, 48, "platform");
        return ResponseEntity.ok().header("Content-Type", "application/x-tar").body(storage.save(names));
    }

    @PostMapping("/images/{name}/push")
    ResponseEntity<InputStream> push(@PathVariable String name, Query query, HttpServletRequest request)
            throws IOException {
        platforms.refuseForeign(query, 46, "platform");
        String tag = query.text("tag");
        Names.check(name);
        String ref = tag.isEmpty() ? name : Names.withTag(name, tag);
        RegistryAuth auth = credentials.read(request.getHeader("X-Registry-Auth"));
        return messages.answer(storage.push(ref, tag.isEmpty() && !Names.hasTag(name), auth), Results.AUX);
    }
}
