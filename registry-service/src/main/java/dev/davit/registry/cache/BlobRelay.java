package dev.davit.registry.cache;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.ByteRange;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.FileBody;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers with blobs that are not held yet, as they come. */
@Component
@WhenUpstreamsAreSet
class BlobRelay {

    private static final String TYPE = "application/octet-stream";
    private static final int TRIES = 3;

    private final BlobCache cache;
    private final Accesses accesses;

    BlobRelay(BlobCache cache, Accesses accesses) {
        this.cache = cache;
        this.accesses = accesses;
    }

    /** Answers with what is not held. */
    Found relay(Upstream upstream, Exchange exchange) throws IOException {
        Digest digest = Digest.parse(exchange.reference());
        String repository = exchange.repository();
        for (int i = 0; i < TRIES; i++) {
            if (cache.holds(repository, digest)) {
                accesses.blob(repository, digest.toString());
                return Found.HELD;
            }
            if (exchange.head()) {
                return head(upstream, exchange, digest) ? Found.ANSWERED : Found.UNKNOWN;
            }
            try (Fill fill = cache.fetch(upstream, repository, digest)) {
                if (answered(fill) == Fill.State.MISSING) {
                    return Found.UNKNOWN;
                }
                long size = size(fill); // without it, the client would not know whether it has all
                if (size >= 0) {
                    send(fill, size, exchange, digest);
                    return Found.ANSWERED;
                }
            }
        }
        throw UpstreamException.failed(digest + " comes and goes", null);
    }

    private static Fill.State answered(Fill fill) {
        try {
            return fill.answered();
        } catch (IOException failure) {
            throw told(failure);
        }
    }

    private static long size(Fill fill) {
        try {
            return fill.size();
        } catch (IOException failure) {
            throw told(failure);
        }
    }

    private static boolean head(Upstream upstream, Exchange exchange, Digest digest) throws IOException {
        Optional<Long> size = upstream.blobSize(exchange.repository(), digest);
        if (size.isPresent()) {
            describe(exchange, digest);
            exchange.begin(200, TYPE, size.get());
        }
        return size.isPresent();
    }

    private static void send(Fill fill, long size, Exchange exchange, Digest digest) throws IOException {
        Optional<ByteRange> range = exchange.header("If-Range") == null
                ? ByteRange.parse(exchange.header("Range"), size)
                : Optional.empty();
        ByteRange part = range.orElse(new ByteRange(0, size));
        describe(exchange, digest);
        range.ifPresent(some -> exchange.set("Content-Range", some.of(size)));
        exchange.begin(range.isPresent() ? 206 : 200, TYPE, part.length());
        try (InputStream in = fill.open(part.offset())) {
            FileBody.send(exchange, in, part.length());
        }
    }

    private static void describe(Exchange exchange, Digest digest) {
        exchange.set("Docker-Content-Digest", digest.toString())
                .set("ETag", "\"" + digest + "\"")
                .set("Cache-Control", "max-age=31536000")
                .set("Accept-Ranges", "bytes");
    }

    private static RegistryError told(IOException failure) {
        return failure instanceof UpstreamException known ? known.toError() : RegistryError.failed(failure);
    }
}
