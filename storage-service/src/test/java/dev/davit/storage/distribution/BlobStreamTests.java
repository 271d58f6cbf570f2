package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlobStreamTests {

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClients clients = new RegistryClients(Fast.properties());
    private final byte[] content = content();
    private final Descriptor blob = Descriptor.of("application/octet-stream", Fast.digest(content), content.length);
    private final String path = "GET /v2/t/x/blobs/" + blob.digest();

    @AfterEach
    void close() throws IOException {
        clients.close();
        registry.close();
    }

    @Test
    void readWhenAllIsRightGivesTheBlob() throws IOException {
        registry.on(path, FakeRegistry.answer(200, "application/octet-stream", content));

        assertThat(read()).isEqualTo(content);
    }

    @Test
    void readWhenConnectionIsCutGoesOnWhereItWas() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        registry.on(path, exchange -> {
            int from = offset(FakeRegistry.header(exchange, "Range"));
            int to = attempts.incrementAndGet() < 4 ? from + content.length / 5 : content.length;
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            FakeRegistry.write(exchange, content, from, to);
        });

        assertThat(read()).isEqualTo(content);
        assertThat(registry.requests(path))
                .extracting(FakeRegistry.Request::range)
                .hasSize(4)
                .first()
                .isEqualTo("");
        assertThat(registry.requests(path).get(3).range()).matches("bytes=\\d+-");
    }

    @Test
    void readWhenRegistryIgnoresRangesSkipsWhatItHas() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        registry.on(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            FakeRegistry.write(exchange, content, 0, attempts.incrementAndGet() == 1 ? 70_000 : content.length);
        });

        assertThat(read()).isEqualTo(content);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void readWhenConnectionIsAlwaysCutFailsInTheEnd() {
        AtomicInteger attempts = new AtomicInteger();
        registry.on(path, exchange -> {
            attempts.incrementAndGet();
            exchange.sendResponseHeaders(200, content.length);
            FakeRegistry.write(exchange, content, 0, 10);
        });

        assertThatThrownBy(this::read)
                .isInstanceOf(BlobException.class)
                .hasMessageStartingWith("download of " + blob.digest() + " failed at byte 10 of " + content.length);
        assertThat(attempts).hasValueLessThan(10);
    }

    @Test
    void readWhenBytesAreWrongFailsAtTheEnd() {
        byte[] wrong = content.clone();
        wrong[5]++;
        registry.on(path, FakeRegistry.answer(200, "application/octet-stream", wrong));

        assertThatThrownBy(this::read)
                .isInstanceOf(BlobException.class)
                .hasMessage("filesystem layer verification failed for digest " + blob.digest());
    }

    @Test
    void openWhenLengthIsNotTheManifestsFails() {
        registry.on(path, FakeRegistry.answer(200, "application/octet-stream", Arrays.copyOf(content, 1000)));

        assertThatThrownBy(this::read)
                .isInstanceOf(DavitException.class)
                .hasMessageContaining("has 1000 bytes at the registry and " + content.length);
    }

    @Test
    void readWhenBodyOfUnknownLengthIsLongerFails() {
        byte[] longer = Arrays.copyOf(content, content.length + 1);
        registry.on(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            FakeRegistry.write(exchange, longer, 0, longer.length);
        });

        assertThatThrownBy(this::read).isInstanceOf(BlobException.class).hasMessageContaining("is longer than");
    }

    @Test
    void readWhenBodyOfUnknownLengthIsShorterFails() {
        registry.on(path, exchange -> {
            exchange.sendResponseHeaders(FakeRegistry.header(exchange, "Range").isEmpty() ? 200 : 416, 0);
            if (FakeRegistry.header(exchange, "Range").isEmpty()) {
                FakeRegistry.write(exchange, content, 0, 1000);
            }
        });

        assertThatThrownBy(this::read).isInstanceOf(BlobException.class);
    }

    @Test
    void openWhenBlobIsUnknownIsNotFound() {
        registry.on(path, FakeRegistry.json(404, "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\"}]}"));

        assertThatThrownBy(this::read).isInstanceOf(DavitException.class).hasMessage("unknown blob");
    }

    @Test
    void closeWhenMuchIsLeftDoesNotReadOn() throws IOException {
        AtomicInteger sent = new AtomicInteger();
        registry.on(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int at = 0; at < content.length; at += 1 << 16) {
                FakeRegistry.write(exchange, content, at, Math.min(content.length, at + (1 << 16)));
                sent.set(at);
            }
        });

        try (InputStream in = Fast.open(clients, registry).blob(blob)) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }

        assertThat(sent.get()).isLessThan(content.length - (1 << 17));
    }

    private byte[] read() throws IOException {
        try (InputStream in = Fast.open(clients, registry).blob(blob)) {
            return in.readAllBytes();
        }
    }

    private static int offset(String range) {
        return range.isEmpty() ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    private static byte[] content() {
        byte[] bytes = new byte[32 << 20]; // more than the buffers of a loopback connection
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
