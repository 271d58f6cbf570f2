package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.ByteRange;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.FileBody;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** {@code /v2/<name>/blobs/<digest>}: GET, HEAD, DELETE. */
@Component
class BlobEndpoint implements Endpoint {

    private static final String TYPE = "application/octet-stream";
    private static final int SMALL = 64 * 1024;

    private final BlobCatalog blobs;
    private final BlobStore store;

    BlobEndpoint(BlobCatalog blobs, BlobStore store) {
        this.blobs = blobs;
        this.store = store;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.BLOB);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        Digest digest = Digest.parse(exchange.reference());
        switch (exchange.method()) {
            case "GET", "HEAD" -> get(exchange, digest);
            case "DELETE" -> delete(exchange, digest);
            default -> throw exchange.notAllowed("GET, HEAD, DELETE");
        }
    }

    private void get(Exchange exchange, Digest digest) throws IOException {
        BlobRef blob = blobs.find(exchange.repository(), digest).orElseThrow(() -> unknown(exchange, digest));
        exchange.set("Docker-Content-Digest", blob.digest())
                .set("ETag", "\"" + blob.digest() + "\"")
                .set("Cache-Control", "max-age=31536000")
                .set("Accept-Ranges", "bytes");
        if (exchange.notModified(blob.digest())) {
            return;
        }
        Optional<URI> elsewhere =
                exchange.head() || blob.size() <= SMALL ? Optional.empty() : store.link(blob.object());
        if (elsewhere.isPresent()) {
            exchange.set("Location", elsewhere.get().toString())
                    .set("Cache-Control", "no-store") // the blob stays the same, the way to it does not
                    .send(307);
            return;
        }
        Optional<ByteRange> range = range(exchange, blob);
        range.ifPresent(part -> exchange.set("Content-Range", part.of(blob.size())));
        ByteRange part = range.orElse(new ByteRange(0, blob.size()));
        send(exchange, range.isPresent() ? 206 : 200, blob, part);
    }

    private static Optional<ByteRange> range(Exchange exchange, BlobRef blob) {
        String condition = exchange.header("If-Range");
        if (exchange.head() || (condition != null && !condition.equals("\"" + blob.digest() + "\""))) {
            return Optional.empty();
        }
        return ByteRange.parse(exchange.header("Range"), blob.size());
    }

    private void send(Exchange exchange, int status, BlobRef blob, ByteRange part) throws IOException {
        if (exchange.head()) {
            exchange.begin(status, TYPE, part.length());
            return;
        }
        if (blob.size() <= SMALL) {
            byte[] content = blobs.content(blob.digest());
            exchange.send(status, TYPE, content, (int) part.offset(), (int) part.length());
            return;
        }
        Optional<Path> file = store.file(blob.object());
        if (file.isPresent()) {
            exchange.begin(status, TYPE, part.length());
            FileBody.send(exchange, file.get(), part.offset(), part.length());
            return;
        }
        try (InputStream in = store.read(blob.object(), part.offset())) {
            exchange.begin(status, TYPE, part.length());
            FileBody.send(exchange, in, part.length());
        }
    }

    private void delete(Exchange exchange, Digest digest) {
        if (!blobs.unlink(exchange.repository(), digest)) {
            throw unknown(exchange, digest);
        }
        exchange.send(202);
    }

    private static RegistryError unknown(Exchange exchange, Digest digest) {
        return RegistryError.unknown(
                ErrorCode.BLOB_UNKNOWN, "the repository " + exchange.repository() + " has no blob " + digest);
    }
}
