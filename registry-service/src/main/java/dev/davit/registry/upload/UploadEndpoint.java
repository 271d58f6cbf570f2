package dev.davit.registry.upload;

import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code /v2/<name>/blobs/uploads/} and the sessions under it. */
@Component
class UploadEndpoint implements Endpoint {

    private final UploadSessions sessions;
    private final UploadService service;
    private final BlobCatalog blobs;

    UploadEndpoint(UploadSessions sessions, UploadService service, BlobCatalog blobs) {
        this.sessions = sessions;
        this.service = service;
        this.blobs = blobs;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.UPLOADS, Route.Kind.UPLOAD);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        if (kind == Route.Kind.UPLOADS) {
            if (!exchange.method().equals("POST")) {
                throw exchange.notAllowed("POST");
            }
            begin(exchange);
            return;
        }
        switch (exchange.method()) {
            case "PATCH" -> patch(exchange, session(exchange));
            case "PUT" -> finish(exchange, session(exchange));
            case "GET", "HEAD" -> status(exchange, session(exchange));
            case "DELETE" -> {
                service.cancel(session(exchange));
                exchange.send(204);
            }
            default -> throw exchange.notAllowed("GET, PATCH, PUT, DELETE");
        }
    }

    private Session session(Exchange exchange) {
        return sessions.find(exchange.repository(), exchange.caller().name(), exchange.reference());
    }

    private void begin(Exchange exchange) throws IOException {
        String mount = exchange.parameter("mount");
        if (mount != null && mount(exchange, Digest.parse(mount))) {
            return;
        }
        String digest = exchange.parameter("digest");
        if (digest != null) {
            Digest wanted = Digest.parse(digest);
            service.push(exchange.repository(), Chunk.of(exchange), wanted);
            created(exchange, wanted);
            return;
        }
        Session session = sessions.start(
                exchange.repository(), exchange.caller().name(), algorithm(exchange.parameter("digest-algorithm")));
        progress(exchange, 202, session, 0);
    }

    private static Digest.Algorithm algorithm(@Nullable String name) {
        return name == null ? Digest.Algorithm.SHA256 : Digest.Algorithm.parse(name);
    }

    private boolean mount(Exchange exchange, Digest digest) throws IOException {
        String from = exchange.parameter("from");
        boolean mounted = blobs.mount(
                exchange.caller(),
                exchange.repository(),
                digest,
                Optional.ofNullable(from).map(Route::valid));
        if (mounted) {
            created(exchange, digest);
        }
        return mounted;
    }

    private void patch(Exchange exchange, Session session) throws IOException {
        long size = service.append(session, Chunk.of(exchange));
        progress(exchange, 202, session, size);
    }

    private void finish(Exchange exchange, Session session) throws IOException {
        String digest = exchange.parameter("digest");
        if (digest == null) {
            throw RegistryError.invalid(ErrorCode.DIGEST_INVALID, "the parameter digest is required");
        }
        Digest wanted = Digest.parse(digest);
        service.finish(session, Chunk.of(exchange), wanted);
        created(exchange, wanted);
    }

    private void status(Exchange exchange, Session session) throws IOException {
        progress(exchange, 204, session, service.size(session));
    }

    private static void progress(Exchange exchange, int status, Session session, long size) {
        exchange.set("Location", UploadSessions.location(session))
                .set("Range", UploadSessions.range(size))
                .set("Docker-Upload-UUID", session.id())
                .send(status);
    }

    private static void created(Exchange exchange, Digest digest) {
        exchange.set("Location", "/v2/" + exchange.repository() + "/blobs/" + digest)
                .set("Docker-Content-Digest", digest.toString())
                .send(201);
    }
}
