package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTests {

    private static final String PATH = "/v2/t/x/manifests/latest";
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String CONFIG =
            "{\"mediaType\":\"" + MediaTypes.OCI_CONFIG + "\",\"digest\":\"" + DIGEST + "\",\"size\":2}";

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClients clients = new RegistryClients(Fast.properties());

    @AfterEach
    void close() throws IOException {
        clients.close();
        registry.close();
    }

    private RegistryClient client() {
        return Fast.open(clients, registry);
    }

    private void serve(String type, String manifest) {
        registry.on("GET " + PATH, FakeRegistry.answer(200, type, bytes(manifest)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String image(String more) {
        return "{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[]" + more + "}";
    }

    @Test
    void manifestWhenDocumentSaysNoTypeHasTheContentType() {
        serve(MediaTypes.OCI_MANIFEST + "; charset=utf-8", image(""));

        FetchedManifest manifest = client().manifest("latest");

        assertThat(manifest.manifest().mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(manifest.digest()).isEqualTo(Fast.digest(bytes(image(""))));
    }

    @Test
    void manifestWhenContentTypeSaysNothingHasTheDocumentsType() {
        serve("application/json", image(",\"mediaType\":\"" + MediaTypes.DOCKER_MANIFEST + "\""));

        assertThat(client().manifest("latest").manifest().mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    }

    @Test
    void manifestWhenTypesDifferIsRefused() {
        serve(MediaTypes.OCI_MANIFEST, image(",\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\""));

        assertThatThrownBy(() -> client().manifest("latest"))
                .hasMessage("if present, mediaType in manifest should be '" + MediaTypes.OCI_MANIFEST + "' not \""
                        + MediaTypes.OCI_INDEX + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {MediaTypes.OCI_MANIFEST, MediaTypes.OCI_INDEX, "application/json"})
    void manifestWhenItIsImageAndIndexIsRefused(String type) {
        serve(type, image(",\"manifests\":[]"));

        assertThatThrownBy(() -> client().manifest("latest")).hasMessageContaining("expected");
    }

    @Test
    void manifestWhenLargerThanFourMebibytesIsRefused() {
        serve(MediaTypes.OCI_MANIFEST, image(",\"x\":\"" + "y".repeat(4 << 20) + "\""));

        assertThatThrownBy(() -> client().manifest("latest")).hasMessageContaining("is larger than 4194304 bytes");
    }

    @Test
    void manifestWhenNestedDeeplyIsRefused() {
        serve(MediaTypes.OCI_MANIFEST, image(",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000)));

        assertThatThrownBy(() -> client().manifest("latest")).hasMessage("unsupported manifest format");
    }

    @Test
    void manifestWhenAKeyStandsTwiceIsRefused() {
        serve(MediaTypes.OCI_MANIFEST, image(",\"config\":" + CONFIG));

        assertThatThrownBy(() -> client().manifest("latest")).hasMessage("unsupported manifest format");
    }

    @Test
    void manifestWhenItHasTooManyLayersIsRefused() {
        String layers = (CONFIG + ",").repeat(5000);
        serve(
                MediaTypes.OCI_MANIFEST,
                "{\"config\":" + CONFIG + ",\"layers\":[" + layers.substring(0, layers.length() - 1) + "]}");

        assertThatThrownBy(() -> client().manifest("latest")).hasMessageContaining("5000 entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:../../etc/passwd",
                "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "sha256:abc",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                ""
            })
    void manifestWhenADigestIsMalformedIsRefused(String digest) {
        serve(MediaTypes.OCI_MANIFEST, image("").replace(DIGEST, digest));

        assertThatThrownBy(() -> client().manifest("latest")).hasMessageContaining("could not validate digest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"2\"", "99999999999999999999", "null"})
    void manifestWhenASizeIsNoneIsRefused(String size) {
        serve(MediaTypes.OCI_MANIFEST, image("").replace("\"size\":2", "\"size\":" + size));

        assertThatThrownBy(() -> client().manifest("latest")).hasMessageContaining("invalid size");
    }

    @Test
    void manifestWhenItIsOfSchemaOneSaysWhatToDo() {
        serve("application/vnd.docker.distribution.manifest.v1+prettyjws", "{\"schemaVersion\":1,\"fsLayers\":[]}");

        assertThatThrownBy(() -> client().manifest("latest"))
                .hasMessageStartingWith("Docker Image Format v1 and Docker Image manifest version 2, schema 1 support");
    }

    @Test
    void manifestWhenBytesAreNotOfTheDigestIsRefused() {
        registry.on(
                "GET /v2/t/x/manifests/" + DIGEST, FakeRegistry.answer(200, MediaTypes.OCI_MANIFEST, bytes(image(""))));

        assertThatThrownBy(() -> client().manifest(DIGEST))
                .hasMessage("manifest verification failed for digest " + DIGEST);
    }

    @Test
    void manifestWhenTheRegistryContradictsItselfIsRefused() {
        registry.on("GET " + PATH, exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
            FakeRegistry.answer(200, MediaTypes.OCI_MANIFEST, bytes(image(""))).handle(exchange);
        });

        assertThatThrownBy(() -> client().manifest("latest"))
                .hasMessage("manifest verification failed for digest " + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a%2fb", "", ".a", "a b", "a\u0000"})
    void manifestWhenReferenceIsNoneIsInvalidAndNotSent(String reference) {
        assertThatThrownBy(() -> client().manifest(reference))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID));
        assertThat(registry.requests("GET /v2/t")).isEmpty();
    }

    @Test
    void resolveWhenConfigIsNoImagesIsRefusedAsByDockerd() {
        serve(MediaTypes.OCI_MANIFEST, image("").replace(MediaTypes.OCI_CONFIG, "application/vnd.helm.config"));

        assertThatThrownBy(() -> client().resolve("latest", null))
                .hasMessage("Encountered remote \"application/vnd.helm.config\"(unknown) when fetching");
    }

    @Test
    void resolveWhenIndexesNestWithoutEndStops() {
        AtomicInteger fetches = new AtomicInteger();
        String inner = "{\"manifests\":[]}";
        for (int depth = 0; depth < 10; depth++) {
            String digest = Fast.digest(bytes(inner));
            byte[] body = bytes(inner);
            registry.on("GET /v2/t/x/manifests/" + digest, exchange -> {
                fetches.incrementAndGet();
                FakeRegistry.answer(200, MediaTypes.OCI_INDEX, body).handle(exchange);
            });
            String entry = "{\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"digest\":\"" + digest + "\",\"size\":"
                    + inner.length() + "},";
            inner = "{\"manifests\":[" + (entry + entry).replaceAll(",$", "") + "]}";
        }
        serve(MediaTypes.OCI_INDEX, inner);

        assertThatThrownBy(() -> client().resolve("latest", Platform.parse("linux/amd64")))
                .hasMessage("no matching manifest for linux/amd64 in the manifest list entries");
        assertThat(fetches).hasValueLessThanOrEqualTo(16);
    }

    @Test
    void headWhenRegistryKnowsNoHeadAsksByGet() {
        registry.on("HEAD " + PATH, FakeRegistry.text(405, ""));
        serve(MediaTypes.OCI_MANIFEST, image(""));

        assertThat(client().head("latest"))
                .hasValueSatisfying(found -> assertThat(found.digest()).isEqualTo(Fast.digest(bytes(image("")))));
    }

    @Test
    void requestWhenToldToWaitComesAgain() {
        AtomicInteger attempts = new AtomicInteger();
        registry.on("GET " + PATH, exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "1");
            if (attempts.incrementAndGet() == 1) {
                FakeRegistry.json(429, "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\"}]}")
                        .handle(exchange);
            } else {
                FakeRegistry.answer(200, MediaTypes.OCI_MANIFEST, bytes(image("")))
                        .handle(exchange);
            }
        });
        long start = System.nanoTime();

        assertThat(client().manifest("latest").bytes()).isNotEmpty();
        assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
    }

    @Test
    void requestWhenToldToWaitTooLongFailsAtOnce() {
        registry.on("GET " + PATH, exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            FakeRegistry.json(429, "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"pull limit\"}]}")
                    .handle(exchange);
        });

        assertThatThrownBy(() -> client().manifest("latest"))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMITED))
                .hasMessage("toomanyrequests: pull limit");
        assertThat(registry.requests("GET " + PATH)).hasSize(1);
    }

    @Test
    void requestWhenAlwaysUnavailableFailsAfterSomeAttempts() {
        registry.on("GET " + PATH, FakeRegistry.text(503, "busy"));

        assertThatThrownBy(() -> client().manifest("latest"))
                .hasMessage("received unexpected HTTP status: 503 Service Unavailable");
        assertThat(registry.requests("GET " + PATH)).hasSize(4);
    }

    @Test
    void tagsWhenPagedAreAll() {
        registry.on("GET /v2/t/x/tags/list", exchange -> {
            boolean first = exchange.getRequestURI().getQuery() == null;
            if (first) {
                exchange.getResponseHeaders().set("Link", "</v2/t/x/tags/list?last=a&n=1>; rel=\"next\"");
            }
            FakeRegistry.json(200, first ? "{\"tags\":[\"a\"]}" : "{\"tags\":[\"b\"]}")
                    .handle(exchange);
        });

        assertThat(client().tags()).containsExactly("a", "b");
    }

    @Test
    void tagsWhenNextPageIsElsewhereFail() {
        registry.on("GET /v2/t/x/tags/list", exchange -> {
            exchange.getResponseHeaders().set("Link", "<http://127.0.0.1:9/next>; rel=\"next\"");
            FakeRegistry.json(200, "{\"tags\":[\"a\"]}").handle(exchange);
        });

        assertThatThrownBy(() -> client().tags()).hasMessageContaining("link to another host");
    }

    @Test
    void inspectWhenIndexTellsItsPlatforms() {
        serve(
                MediaTypes.OCI_INDEX,
                "{\"manifests\":["
                        + CONFIG.replace(
                                "}",
                                ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\"," + "\"variant\":\"v7\"}}")
                        + "]}");

        Inspection inspection = clients.open(registry.host(), "t/x", RegistryAuth.NONE, Access.INSPECT)
                .inspect("latest");

        assertThat(inspection.descriptor().mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(inspection.platforms()).containsExactly(new Platform("linux", "arm", "v7"));
    }
}
