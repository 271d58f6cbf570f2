package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered when an upstream cannot say, or says something else than before. */
class PullThroughStaleTests extends FreshRepository {

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void upstreamThatLimitsIsLeftAloneAsLongAsItSays(int status) {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        try (TestRegistry limited =
                TestRegistry.start(folder.resolve("limited" + status), upstream.settings("freshness=0s"))) {
            expect(200, limited.get(manifests + "v1"));
            upstream.fault("*", exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "120");
                FakeUpstream.status(exchange, status);
            });
            HttpResponse<byte[]> answer = limited.get(local);
            expect(status, answer);
            assertThat(text(answer)).contains(status == 429 ? "TOOMANYREQUESTS" : "does not serve for a while");
            assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 120);
            int asked = upstream.requests().size();
            expect(status, limited.get(local));
            expect(status, limited.get(manifests + "v2"));
            assertThat(limited.get(manifests + "v1").body()).isEqualTo(manifest);
            assertThat(upstream.requests()).hasSize(asked);
        }
    }

    @Test
    void upstreamThatFailsIsABadGateway() {
        upstream.fault("*", exchange -> FakeUpstream.status(exchange, 500));
        for (String what : List.of(local, manifests + "v1")) {
            HttpResponse<byte[]> answer = registry.get(what);
            expect(502, answer);
            assertThat(text(answer)).contains("fake.test failed", "500");
        }
        upstream.fault("*", exchange -> FakeUpstream.status(exchange, 403));
        HttpResponse<byte[]> denied = registry.get(local);
        expect(403, denied);
        assertThat(text(denied)).contains("DENIED", "does not let this registry read " + repository);
        upstream.down();
        expect(502, registry.get(local));
        expect(502, registry.send("HEAD", local, NONE));
    }

    @Test
    void manifestThatIsNotWhatItShouldBeIsNotHeld() {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        byte[] other = upstream.image(repository, "v2", bytes("other"));
        upstream.put("/v2/" + repository + "/manifests/" + digest(manifest), other);
        expect(502, registry.get(manifests + digest(manifest)));
        upstream.put("/v2/" + repository + "/manifests/v1", bytes("{\"manifests\":[],\"layers\":[]}"));
        expect(502, registry.get(manifests + "v1"));
        upstream.put("/v2/" + repository + "/manifests/v1", bytes("<html>"));
        HttpResponse<byte[]> answer = registry.get(manifests + "v1");
        expect(502, answer);
        assertThat(text(answer)).contains("unusable manifest");
        upstream.put("/v2/" + repository + "/manifests/v1", new byte[5 * 1024 * 1024]);
        expect(502, registry.get(manifests + "v1"));
        assertThat(registry.get(manifests + "v2").body()).isEqualTo(other);
    }

    @Test
    void tagIsLookedAtAgainByHead() {
        byte[] before = upstream.image(repository, "v1", bytes("before"));
        String tag = manifests + "v1";
        assertThat(registry.get(tag).body()).isEqualTo(before);
        assertThat(registry.get(tag).body()).isEqualTo(before);
        assertThat(upstream.count("GET", "/v2/" + repository + "/manifests/v1")).isEqualTo(1);
        assertThat(upstream.count("HEAD", "/v2/" + repository + "/manifests/v1"))
                .isEqualTo(1);
        byte[] after = upstream.image(repository, "v2", bytes("after"));
        upstream.put("/v2/" + repository + "/manifests/v1", after);
        assertThat(registry.get(tag).body()).isEqualTo(after);
        assertThat(registry.get(manifests + digest(before)).body()).isEqualTo(before);
        upstream.put("/v2/" + repository + "/manifests/v1", before);
        assertThat(header(registry.send("HEAD", tag, NONE), "Docker-Content-Digest"))
                .isEqualTo(digest(before));
        assertThat(upstream.count("GET", "/v2/" + repository + "/manifests/v1")).isEqualTo(2); // it was held
        upstream.remove("/v2/" + repository + "/manifests/v1");
        expect(404, registry.get(tag));
        assertThat(registry.get(manifests + digest(before)).body()).isEqualTo(before);
    }

    @Test
    void listWithoutAnEndIsGivenUpAndWhatIsHeldIsListed() {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        expect(200, registry.get(manifests + "v1"));
        String list = "/v2/" + repository + "/referrers/" + digest(manifest);
        String descriptor = Images.descriptor(Images.MANIFEST, manifest);
        byte[] page = Images.index(descriptor + ("," + descriptor).repeat(9000), "");
        upstream.fault(list, exchange -> {
            exchange.getResponseHeaders().set("Link", "<" + list + "?last=x>; rel=\"next\"");
            FakeUpstream.send(exchange, 200, page);
        });
        HttpResponse<byte[]> answer = registry.get("/v2/fake.test/" + repository + "/referrers/" + digest(manifest));
        expect(200, answer);
        assertThat(text(answer)).contains("\"manifests\":[]");
        assertThat(upstream.count("GET", list)).isBetween(2L, 12L);
    }

    @Test
    void whatIsHeldOutlivesUpstreamAndRestart() {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        byte[] signature = Images.manifest(
                Images.descriptor("application/vnd.oci.empty.v1+json", bytes("{}")),
                "",
                ",\"subject\":" + Images.descriptor(Images.MANIFEST, manifest));
        upstream.blob(repository, bytes("{}"));
        upstream.manifest(repository, signature);
        expect(200, registry.get(manifests + "v1"));
        expect(200, registry.get(manifests + digest(signature)));
        expect(200, registry.get(local));
        Until.held(registry, "fake.test/" + repository, digest(layer));
        upstream.down();
        restart();
        assertThat(registry.get(manifests + "v1").body()).isEqualTo(manifest);
        assertThat(registry.get(local).body()).isEqualTo(layer);
        assertThat(text(registry.get("/v2/fake.test/" + repository + "/tags/list")))
                .contains("[\"v1\"]");
        assertThat(text(registry.get("/v2/fake.test/" + repository + "/referrers/" + digest(manifest))))
                .contains(digest(signature));
        expect(502, registry.get(manifests + "v2"));
    }

    private static void restart() {
        registry.close();
        registry = TestRegistry.start(folder, upstream.settings("freshness=0s"));
    }
}
