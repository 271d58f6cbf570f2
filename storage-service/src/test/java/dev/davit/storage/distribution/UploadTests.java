package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadTests {

    private static final byte[] CONTENT = "the layer".getBytes(StandardCharsets.UTF_8);
    private static final String BEGIN = "POST /v2/t/x/blobs/uploads/";

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClients clients = new RegistryClients(Fast.properties());

    @AfterEach
    void close() throws IOException {
        clients.close();
        registry.close();
    }

    private RegistryClient client() {
        return Fast.open(clients, registry, RegistryAuth.NONE, Access.PUSH);
    }

    private Descriptor upload() {
        return client().upload("application/octet-stream", () -> new ByteArrayInputStream(CONTENT));
    }

    @Test
    void uploadFollowsRelativeAndAbsoluteLocationsWithTheirQuery() {
        registry.on(BEGIN, FakeRegistry.redirect(202, "/up/1?state=a%2Fb"));
        registry.on("PATCH /up/1", FakeRegistry.redirect(202, "http://" + registry.host() + "/up/2?state=c%3D"));
        registry.on("PUT /up/2", FakeRegistry.text(201, ""));

        Descriptor blob = upload();

        assertThat(blob.digest()).isEqualTo(Fast.digest(CONTENT));
        assertThat(registry.requests("PATCH ")).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("/up/1?state=a%2Fb");
            assertThat(request.body()).isEqualTo("the layer");
        });
        assertThat(registry.requests("PUT ").getFirst().target())
                .isEqualTo("/up/2?state=c%3D&digest=sha256%3A" + blob.digest().substring(7));
    }

    @Test
    void uploadWhenRegistryFailsInBetweenBeginsAnew() {
        AtomicInteger attempts = new AtomicInteger();
        registry.on(BEGIN, FakeRegistry.redirect(202, "/up/1"));
        registry.on("PATCH /up/1", exchange -> {
            if (attempts.incrementAndGet() == 1) {
                exchange.close(); // the answer is lost
            } else {
                FakeRegistry.redirect(202, "/up/1").handle(exchange);
            }
        });
        registry.on("PUT /up/1", FakeRegistry.text(201, ""));
        registry.on("DELETE /up/1", FakeRegistry.text(204, ""));

        assertThat(upload().size()).isEqualTo(CONTENT.length);
        assertThat(registry.requests(BEGIN)).hasSize(2);
        assertThat(registry.requests("DELETE /up/1")).hasSize(1);
    }

    @Test
    void uploadWhenDeniedFailsWithTheRegistrysWordsAtOnce() {
        registry.on(BEGIN, FakeRegistry.json(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"read only\"}]}"));

        assertThatThrownBy(this::upload).isInstanceOf(DavitException.class).hasMessage("denied: read only");
        assertThat(registry.requests(BEGIN)).hasSize(1);
    }

    @Test
    void uploadWhenSourceFailsGivesUpAndCancels() {
        registry.on(BEGIN, FakeRegistry.redirect(202, "/up/1"));
        registry.on("DELETE /up/1", FakeRegistry.text(204, ""));
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> client().upload("application/octet-stream", () -> broken))
                .hasMessageContaining("disk on fire");
        assertThat(registry.requests(BEGIN)).hasSize(1);
        assertThat(registry.requests("DELETE /up/1")).hasSize(1);
    }

    @Test
    void uploadWhenSourceIsShorterThanSaidFailsAtOnce() {
        registry.on(BEGIN, FakeRegistry.redirect(202, "/up/1"));
        Descriptor longer = Descriptor.of("application/octet-stream", Fast.digest(CONTENT), CONTENT.length + 1);

        assertThatThrownBy(() -> client().upload(longer, () -> new ByteArrayInputStream(CONTENT)))
                .hasMessageContaining("ends at 9 of 10 bytes");
    }

    @Test
    void uploadWhenSourceIsLongerThanSaidFails() {
        registry.on(BEGIN, FakeRegistry.redirect(202, "/up/1"));
        Descriptor shorter = Descriptor.of("application/octet-stream", Fast.digest(CONTENT), CONTENT.length - 1);

        assertThatThrownBy(() -> client().upload(shorter, () -> new ByteArrayInputStream(CONTENT)))
                .hasMessageContaining("is longer than 8 bytes");
        assertThat(registry.requests("PUT ")).isEmpty();
    }

    @Test
    void mountWhenRegistryBeginsAnUploadInsteadCancelsIt() {
        registry.on(BEGIN, FakeRegistry.redirect(202, "/up/1"));
        registry.on("DELETE /up/1", FakeRegistry.text(204, ""));

        assertThat(client().mountBlob(Fast.digest(CONTENT), "t/y")).isFalse();
        assertThat(registry.requests("DELETE /up/1")).hasSize(1);
    }

    @Test
    void mountWhenSourceMayNotBeReadSaysSo() {
        registry.on(BEGIN, FakeRegistry.json(403, "{\"errors\":[{\"code\":\"DENIED\"}]}"));

        assertThat(client().mountBlob(Fast.digest(CONTENT), "t/y")).isFalse();
    }
}
