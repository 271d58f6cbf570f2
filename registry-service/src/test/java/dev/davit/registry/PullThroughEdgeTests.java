package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What comes together at the wrong time, or is written otherwise than usual. */
class PullThroughEdgeTests extends FreshRepository {

    @Test
    void nsMayHaveAPortAndAnyCase() throws IOException {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        try (TestRegistry other =
                TestRegistry.start(folder.resolve("port"), upstream.settings(0, "Fake.Test:5000", "freshness=5m"))) {
            for (String ns : List.of("fake.test:5000", "FAKE.TEST:5000", "Fake.Test%3A5000")) {
                String path = "/v2/" + repository + "/manifests/v1?ns=" + ns;
                assertThat(other.get(path).body()).isEqualTo(manifest);
            }
            assertThat(other.get("/v2/fake.test-5000/" + repository + "/manifests/v1")
                            .body())
                    .isEqualTo(manifest);
            for (String ns : List.of("fake.test", "fake.test:5001", "fake.test%0d%0aX: y")) {
                expect(404, other.get("/v2/" + repository + "/manifests/v1?ns=" + ns.replace(" ", "%20")));
            }
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void namesWithoutASlashAreThoseOfTheLibraryOfDocker() throws IOException {
        byte[] manifest = upstream.image("library/" + repository, "v1", bytes("small"));
        upstream.put("/v2/library/" + repository + "/tags/list", bytes("{\"tags\":[\"v1\"]}"));
        try (TestRegistry hub = TestRegistry.start(folder.resolve("hub"), upstream.settings(0, "docker.io"))) {
            for (String path : List.of(
                    "/v2/docker.io/" + repository + "/manifests/v1",
                    "/v2/docker.io/library/" + repository + "/manifests/v1",
                    "/v2/" + repository + "/manifests/v1?ns=docker.io")) {
                assertThat(hub.get(path).body()).isEqualTo(manifest);
            }
            assertThat(text(hub.get("/v2/docker.io/" + repository + "/tags/list")))
                    .contains("[\"v1\"]");
        }
    }

    private static void challenge(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + upstream.url() + "/token\"");
        FakeUpstream.status(exchange, 401);
    }

    private static boolean has(HttpExchange exchange, String token) {
        return ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Test
    void tokenThatExpiresWhileABlobComesIsReplaced() throws IOException {
        try (TestRegistry patient = TestRegistry.start(folder.resolve("token"), upstream.settings("retries=1"))) {
            upstream.put("/token", bytes("{\"token\":\"first\"}"));
            upstream.fault(path, exchange -> {
                if (has(exchange, "first")) {
                    upstream.put("/token", bytes("{\"token\":\"second\"}"));
                    upstream.fault(path, later -> {
                        if (has(later, "second")) {
                            FakeUpstream.serve(later, layer);
                        } else {
                            challenge(later);
                        }
                    });
                    FakeUpstream.cut(exchange, layer, HALF);
                } else {
                    challenge(exchange);
                }
            });
            assertThat(patient.get(local).body()).isEqualTo(layer);
            assertThat(upstream.requests().stream()
                            .filter(seen -> seen.path().equals(path))
                            .map(FakeUpstream.Seen::authorization))
                    .containsExactly("null", "Bearer first", "Bearer first", "Bearer second");
        }
    }

    @Test
    void tokenServiceThatLimitsIsLeftAloneAsLongAsItSays() throws IOException {
        try (TestRegistry limited = TestRegistry.start(folder.resolve("limited"), upstream.settings())) {
            upstream.fault(path, PullThroughEdgeTests::challenge);
            upstream.fault("/token", exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "90");
                FakeUpstream.status(exchange, 429);
            });
            HttpResponse<byte[]> answer = limited.get(local);
            expect(429, answer);
            assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 90);
            int asked = upstream.requests().size();
            expect(429, limited.get(local));
            assertThat(upstream.requests()).hasSize(asked);
        }
    }

    @Test
    void slowTokenServiceHoldsUpNobodyWhoHasAToken() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        byte[] other = bytes("of another repository");
        String slow = upstream.blob("slow", other);
        upstream.put("/token", bytes("{\"token\":\"t0ken\"}"));
        for (String wanted : List.of(path, slow)) {
            byte[] content = wanted.equals(path) ? layer : other;
            upstream.fault(wanted, exchange -> {
                if (has(exchange, "t0ken")) {
                    FakeUpstream.serve(exchange, content);
                } else {
                    challenge(exchange);
                }
            });
        }
        try (TestRegistry cache = TestRegistry.start(folder.resolve("slow"), upstream.settings())) {
            assertThat(cache.get(local).body()).isEqualTo(layer);
            Until.held(cache, "fake.test/" + repository, digest(layer));
            expect(202, cache.send("DELETE", local, NONE));
            upstream.fault("/token", exchange -> {
                FakeUpstream.await(go);
                FakeUpstream.serve(exchange, bytes("{\"token\":\"t0ken\"}"));
            });
            CompletableFuture<byte[]> waiting = CompletableFuture.supplyAsync(
                    () -> cache.get("/v2/fake.test/slow/blobs/" + digest(other)).body());
            Until.holds("the token is asked for", () -> upstream.count("GET", "/token") == 2);
            assertThat(cache.get(local).body()).isEqualTo(layer);
            assertThat(waiting).isNotDone();
            go.countDown();
            assertThat(waiting.get()).isEqualTo(other);
        } finally {
            go.countDown();
        }
    }

    @Test
    void blobThatAnotherRepositoryHasIsFetchedWhereAHeadIsRefused() {
        registry.push("own", layer);
        upstream.fault(path, exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                FakeUpstream.status(exchange, 403); // as storage does with a URL that was signed for a GET
            } else {
                FakeUpstream.serve(exchange, layer);
            }
        });
        assertThat(registry.get(local).body()).isEqualTo(layer);
    }

    @Test
    void damagedManifestIsFetchedAgain() throws IOException {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        List<String> settings = new ArrayList<>(List.of(upstream.settings()));
        settings.add("davit.registry.cache=0B");
        try (TestRegistry forgetful = TestRegistry.start(folder.resolve("damaged"), settings.toArray(String[]::new))) {
            for (boolean truncated : new boolean[] {true, false}) {
                assertThat(forgetful.get(manifests + "v1").body()).isEqualTo(manifest);
                for (Path object : forgetful.objects(digest(manifest))) {
                    Files.delete(object);
                    if (truncated) {
                        Files.write(object, Arrays.copyOf(manifest, 10));
                    }
                }
                assertThat(forgetful.get(manifests + digest(manifest)).body()).isEqualTo(manifest);
            }
        }
    }

    @Test
    void rangesOfABlobThatIsMissedAreThoseOfOneThatIsHeld() {
        HttpResponse<byte[]> last = registry.get(local, "Range", "bytes=-100");
        expect(206, last);
        assertThat(last.body()).isEqualTo(Arrays.copyOfRange(layer, layer.length - 100, layer.length));
        Until.held(registry, "fake.test/" + repository, digest(layer));
        assertThat(registry.get(local, "Range", "bytes=-100").body()).isEqualTo(last.body());
        expect(202, registry.send("DELETE", local, NONE));
        for (String range : List.of("bytes=5-4", "bytes=0-1,5-6", "lines=1-2")) {
            HttpResponse<byte[]> missed = registry.get(local, "Range", range);
            Until.held(registry, "fake.test/" + repository, digest(layer));
            HttpResponse<byte[]> held = registry.get(local, "Range", range);
            assertThat(missed.statusCode()).as(range).isEqualTo(held.statusCode());
            assertThat(missed.body()).isEqualTo(held.body());
            expect(202, registry.send("DELETE", local, NONE));
        }
    }

    @Test
    void everyWayOfPushingIsDenied() {
        String own = registry.push("own", bytes("mine"));
        String uploads = "/v2/fake.test/" + repository + "/blobs/uploads/";
        String session = registry.begin("own");
        String id = session.substring(session.lastIndexOf('/') + 1);
        for (HttpResponse<byte[]> answer : List.of(
                registry.send("POST", uploads + "?mount=" + own + "&from=own", NONE),
                registry.send("POST", uploads + "?mount=" + own, NONE),
                registry.send("PATCH", uploads + id, bytes("mine")),
                registry.send("PUT", uploads + id + "?digest=" + own, bytes("mine")),
                registry.send("PUT", manifests + own + "?tag=v1", bytes("{}"), "Content-Type", Images.MANIFEST))) {
            expect(403, answer);
            assertThat(text(answer)).contains("DENIED", "nothing can be pushed to fake.test/");
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void blobIsMountedOutOfTheCacheOnceItIsHeld() {
        String mount = "/v2/own/" + repository + "/blobs/uploads/?from=fake.test/" + repository + "&mount=";
        expect(202, registry.send("POST", mount + digest(layer), NONE));
        assertThat(upstream.requests()).isEmpty();
        expect(200, registry.get(local));
        Until.held(registry, "fake.test/" + repository, digest(layer));
        expect(201, registry.send("POST", mount + digest(layer), NONE));
        expect(202, registry.send("DELETE", local, NONE));
        assertThat(registry.get("/v2/own/" + repository + "/blobs/" + digest(layer))
                        .body())
                .isEqualTo(layer);
    }

    @Test
    void quotaDoesNotKeepABlobFromBeingHeld() {
        String policy = "/v2/_davit/policies/fake.test/" + repository;
        expect(204, registry.send("PUT", policy, bytes("{\"quota\":1000}")));
        expect(200, registry.get(local));
        Until.held(registry, "fake.test/" + repository, digest(layer));
        byte[] own = Arrays.copyOf(layer, HALF);
        registry.push("own", own);
        upstream.blob(repository, own);
        expect(200, registry.get(local.replace(digest(layer), digest(own)))); // it is adopted
        Until.held(registry, "fake.test/" + repository, digest(own));
    }

    @Test
    void sameDigestIsKnownByBothAlgorithmsAndTheTagForReferrersIsCut() {
        byte[] image = upstream.image(repository, "v1", bytes("small"));
        String hex = TestRegistry.hash("SHA-512", image);
        upstream.put("/v2/" + repository + "/manifests/sha512:" + hex, image);
        byte[] list = Images.index(Images.descriptor(Images.MANIFEST, digest(bytes("signature")), 9), "");
        upstream.manifest(repository, list, "sha512-" + hex.substring(0, 64));
        String referrers = "/v2/fake.test/" + repository + "/referrers/sha512:" + hex;
        assertThat(text(registry.get(referrers))).contains(digest(bytes("signature")));
        assertThat(registry.get(manifests + "sha512:" + hex).body()).isEqualTo(image);
    }

    @Test
    void whatIsPushedWhereAnUpstreamWasIsNoCachesAnyMore() throws IOException {
        Path state = folder.resolve("former");
        byte[] image = upstream.image(repository, "v1", bytes("layer that is pushed"));
        byte[] child = upstream.image(repository, "v2", bytes("layer that is not fetched"));
        String name = "fake.test/" + repository;
        try (TestRegistry cache = TestRegistry.start(state, upstream.settings())) {
            expect(200, cache.get(manifests + "v1"));
            expect(200, cache.get(manifests + "v2"));
        }
        try (TestRegistry former = TestRegistry.start(state)) {
            former.push(name, bytes("layer that is pushed"));
            former.push(name, bytes("{\"tag\":\"v1\"}"));
            expect(201, Images.put(former, name, "v1", image));
            byte[] index = Images.index(Images.descriptor(Images.MANIFEST, child), "");
            HttpResponse<byte[]> refused = Images.put(former, name, "all", index);
            expect(404, refused); // its child lacks its blobs
            assertThat(text(refused)).contains("MANIFEST_BLOB_UNKNOWN", digest(child));
            for (String table : List.of("manifests", "repository_blobs")) {
                former.update(
                        "update " + table + " set used_at = timestamp with time zone '2026-01-01 00:00:00+00'"
                                + " where used_at is not null",
                        Map.of());
            }
            dev.davit.registry.cache.Abandoned.forget(former);
            assertThat(former.get(manifests + "v1").body()).isEqualTo(image);
            assertThat(former.get("/v2/" + name + "/blobs/" + digest(bytes("layer that is pushed")))
                            .body())
                    .isEqualTo(bytes("layer that is pushed"));
            expect(404, former.get(manifests + "v2"));
            expect(405, former.send("DELETE", "/v2/" + name + "/blobs/" + digest(bytes("{\"tag\":\"v1\"}")), NONE));
        }
    }
}
