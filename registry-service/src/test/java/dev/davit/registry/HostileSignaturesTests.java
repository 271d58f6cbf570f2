package dev.davit.registry;

import static dev.davit.registry.Images.descriptor;
import static dev.davit.registry.Signatures.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.trust.Signing;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an upstream has beside the signatures that count, whoever put it there. */
class HostileSignaturesTests extends FreshRepository {

    private final KeyPair keys = Signing.keys("P-256");
    private final UpstreamSignatures signatures = new UpstreamSignatures(upstream, keys);

    private byte[] image(String repository, String tag) {
        String body = "{\"signed\":{\"keys\":[" + TrustSuite.json(keys.getPublic()) + "]}}";
        expect(204, registry.send("PUT", "/v2/_davit/policies/fake.test/" + repository, bytes(body)));
        return upstream.image(repository, tag, bytes("layer of " + repository));
    }

    private HttpResponse<byte[]> pull(String repository, String reference) {
        return registry.get("/v2/fake.test/" + repository + "/manifests/" + reference);
    }

    @Test
    void whatIsUnusableOfAListLeavesTheOthersToCount() {
        byte[] image = image("hostile", "v1");
        String missing = descriptor(Images.MANIFEST, digest(bytes("missing")), 7);
        byte[] html = bytes("<html>");
        upstream.manifest("hostile", html);
        String large = signatures.refer("hostile", Signing.BUNDLE, Signing.BUNDLE, new byte[1024 * 1024 + 1], image);
        signatures.referrers(
                "hostile",
                image,
                missing.replace("sha256:", "sha256:../"),
                missing,
                descriptor(Images.MANIFEST, html),
                large,
                signatures.bundle("hostile", image));
        expect(200, pull("hostile", "v1"));
        assertThat(Until.isHeld(registry, "fake.test/hostile", digest(new byte[1024 * 1024 + 1])))
                .isFalse();
    }

    @Test
    void referrersThatAreNotKnownOrRefusedLeaveTheTagToCount() {
        for (int status : new int[] {400, 403, 405, 500, 501}) {
            String repository = "refused" + status;
            byte[] image = image(repository, "v1");
            signatures.atTag(repository, image);
            upstream.fault(
                    "/v2/" + repository + "/referrers/" + digest(image),
                    exchange -> FakeUpstream.status(exchange, status));
            expect(200, pull(repository, "v1"));
        }
    }

    @Test
    void noMoreThanAHundredReferrersAreLookedAt() {
        byte[] image = image("flooded", "v1");
        List<String> descriptors = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            descriptors.add(descriptor(Images.MANIFEST, digest(bytes("missing" + i)), 7));
        }
        descriptors.add(signatures.bundle("flooded", image));
        signatures.referrers("flooded", image, descriptors.toArray(String[]::new));
        expect(403, pull("flooded", "v1"));
        assertThat(upstream.requests()).hasSize(103);
    }

    @Test
    void noMoreThanAHundredContentsAreFetched() {
        byte[] image = image("heavy", "v1");
        List<String> descriptors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StringBuilder layers = new StringBuilder();
            for (int j = 0; j < 90; j++) {
                layers.append(j == 0 ? "" : ",").append(descriptor(Signing.BUNDLE, bytes("missing" + i + "-" + j)));
            }
            byte[] manifest = Images.manifest(
                    descriptor(Signing.BUNDLE, bytes("{}")), layers.toString(), Signatures.subject(image));
            upstream.manifest("heavy", manifest);
            descriptors.add(descriptor(Images.MANIFEST, manifest));
        }
        signatures.referrers("heavy", image, descriptors.toArray(String[]::new));
        expect(403, pull("heavy", "v1"));
        assertThat(upstream.requests().stream().filter(seen -> seen.path().contains("/blobs/")))
                .hasSize(100);
    }

    @Test
    void signatureByAnotherKeyDoesNotCount() {
        byte[] image = image("forged", "v1");
        byte[] signature = Signatures.simple(
                blob -> upstream.blob("forged", blob), "example/app", digest(image), Signing.keys("P-256"), "");
        upstream.manifest("forged", signature, Signatures.tag(digest(image)));
        HttpResponse<byte[]> refused = pull("forged", "v1");
        expect(403, refused);
        assertThat(text(refused)).contains("by none of the keys");
    }
}
