package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Images.descriptor;
import static dev.davit.registry.Images.index;
import static dev.davit.registry.Signatures.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.trust.Signing;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A policy asks for signatures of what an upstream has: they are fetched from there; the same on each database. */
abstract class SignedCacheSuite {

    private static final KeyPair KEYS = Signing.keys("P-256");
    private static final String NOTATION = "application/vnd.cncf.notary.signature";

    abstract TestRegistry registry();

    abstract FakeUpstream upstream();

    @AfterEach
    void heal() {
        upstream().heal();
        upstream().requests().clear();
    }

    private UpstreamSignatures signatures() {
        return new UpstreamSignatures(upstream(), KEYS);
    }

    private void require(String repository) {
        policy(repository, "\"keys\":[" + TrustSuite.json(KEYS.getPublic()) + "]");
    }

    private void policy(String repository, String trusted) {
        String body = "{\"signed\":{" + trusted + "}}";
        expect(204, registry().send("PUT", "/v2/_davit/policies/fake.test/" + repository, bytes(body)));
    }

    private byte[] image(String repository, String tag) {
        require(repository);
        return upstream().image(repository, tag, bytes("layer of " + repository + tag));
    }

    private HttpResponse<byte[]> pull(String repository, String reference) {
        return registry().get("/v2/fake.test/" + repository + "/manifests/" + reference);
    }

    private void denied(String reason, HttpResponse<byte[]> answer) {
        expect(403, answer);
        assertThat(text(answer)).contains("\"DENIED\"", reason);
    }

    private void assertPulledWithoutMoreRequests(String repository, byte[] image) {
        assertThat(pull(repository, "v1").body()).isEqualTo(image);
        upstream().requests().clear();
        assertThat(pull(repository, "v1").body()).isEqualTo(image);
        assertThat(pull(repository, digest(image)).body()).isEqualTo(image);
        assertThat(upstream().requests()).isEmpty();
        upstream().down();
        assertThat(pull(repository, "v1").body()).isEqualTo(image);
    }

    @Test
    void signatureAtTheTagOfCosignIsFetchedWithTheFirstPull() {
        byte[] image = image("tagged", "v1");
        signatures().atTag("tagged", image);
        expect(200, registry().send("HEAD", "/v2/fake.test/tagged/manifests/v1", NONE));
        assertPulledWithoutMoreRequests("tagged", image);
    }

    @Test
    void referrerIsFetchedWithTheFirstPull() {
        byte[] image = image("referred", "v1");
        signatures().referrers("referred", image, signatures().bundle("referred", image));
        assertPulledWithoutMoreRequests("referred", image);
    }

    @Test
    void referrerOfAnOldUpstreamIsFetchedWithTheFirstPull() {
        byte[] image = image("fallback", "v1");
        byte[] list = index(signatures().bundle("fallback", image), "");
        upstream().manifest("fallback", list, digest(image).replace(':', '-'));
        assertPulledWithoutMoreRequests("fallback", image);
    }

    @Test
    void signatureOfNotationIsFetchedWithTheFirstPull() throws IOException {
        byte[] image = TrustSuite.resource("image.json");
        upstream().manifest("notation", image, "v1");
        String authority =
                new String(TrustSuite.resource("notation-jws-ca.pem"), java.nio.charset.StandardCharsets.US_ASCII);
        policy(
                "notation",
                "\"certificates\":[\"" + authority.replace("\n", "\\n")
                        + "\"],\"subjects\":[\"CN=build,O=Example,C=DE\"]");
        byte[] signature = TrustSuite.resource("notation-jws.json");
        signatures()
                .referrers(
                        "notation",
                        image,
                        signatures().refer("notation", NOTATION, "application/jose+json", signature, image));
        assertPulledWithoutMoreRequests("notation", image);
    }

    @Test
    void unsignedImageIsRefusedAndTheUpstreamIsNotAskedEachTime() {
        byte[] image = image("unsigned", "v1");
        denied("there is no signature of it. It has to be signed where it comes from", pull("unsigned", "v1"));
        upstream().requests().clear();
        denied("there is no signature of it", pull("unsigned", "v1"));
        // nobody may push it here, and so nobody may sign it
        denied("there is no signature of it", pull("unsigned", digest(image)));
        assertThat(upstream().requests()).isEmpty();
        signatures().atTag("unsigned", image);
        String sync = "/v2/_davit/sync?upstream=fake.test&repository=unsigned&tag=none";
        Until.holds(
                "the registry looks again",
                () -> registry().send("POST", sync, NONE).statusCode() == 202
                        && pull("unsigned", "v1").statusCode() == 200);
    }

    @Test
    void signatureOfAnIndexIsOneOfThePlatformsThatItLists() {
        byte[] amd64 = image("platforms", "amd64");
        byte[] arm64 = image("platforms", "arm64");
        byte[] other = image("platforms", "other");
        byte[] index = index(descriptor(Images.MANIFEST, amd64) + "," + descriptor(Images.MANIFEST, arm64), "");
        upstream().manifest("platforms", index, "v1");
        signatures().atTag("platforms", index);
        denied("there is no signature of it", pull("platforms", digest(amd64))); // the index is not known yet
        assertThat(pull("platforms", "v1").body()).isEqualTo(index);
        assertThat(pull("platforms", digest(amd64)).body()).isEqualTo(amd64);
        assertThat(pull("platforms", digest(arm64)).body()).isEqualTo(arm64);
        assertThat(pull("platforms", "arm64").body()).isEqualTo(arm64);
        denied("there is no signature of it", pull("platforms", digest(other)));
    }

    @Test
    void upstreamThatIsDownLeavesThePullToWhatIsHeld() {
        byte[] image = upstream().image("down", "v1", bytes("layer"));
        expect(200, pull("down", "v1"));
        signatures().atTag("down", image);
        require("down");
        upstream().fault("/v2/down/referrers/" + digest(image), exchange -> {});
        HttpResponse<byte[]> answer = pull("down", "v1");
        denied("whether there are others is not known: fake.test failed", answer);
        upstream().heal();
        Until.holds("it is asked again", () -> pull("down", "v1").statusCode() == 200);
        upstream().down();
        assertThat(pull("down", "v1").body()).isEqualTo(image);
    }

    @Test
    void signatureItselfIsPulled() {
        byte[] image = image("verify", "v1");
        byte[] signature = signatures().atTag("verify", image);
        assertThat(pull("verify", Signatures.tag(digest(image))).body()).isEqualTo(signature);
        byte[] disguised = upstream().image("verify", "disguised", bytes("layer"));
        upstream().manifest("verify", disguised, "sha256-" + "0".repeat(64) + ".sig");
        expect(403, pull("verify", "sha256-" + "0".repeat(64) + ".sig"));
    }

    @Test
    void signatureThatWasThrownAwayIsFetchedAgain() {
        byte[] image = image("again", "v1");
        byte[] signature = signatures().atTag("again", image);
        expect(200, pull("again", "v1"));
        expect(202, registry().send("DELETE", "/v2/fake.test/again/manifests/" + digest(signature), NONE));
        expect(200, pull("again", "v1"));
    }

    @Test
    void pullsAtOnceFetchASignatureOnce() throws Exception {
        byte[] image = image("storm", "v1");
        signatures().atTag("storm", image);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> pulls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                pulls.add(executor.submit(() -> pull("storm", "v1").statusCode()));
            }
            for (Future<Integer> one : pulls) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
        String tag = "/v2/storm/manifests/" + Signatures.tag(digest(image));
        assertThat(upstream().count("GET", tag)).isEqualTo(1);
    }

    @Test
    void signatureNamesTheRepositoryAsTheUpstreamDoes() {
        byte[] image = image("named/app", "v1");
        byte[] other = image("other/app", "v1");
        for (String repository : List.of("named/app", "other/app")) {
            policy(repository, "\"sameRepository\":true,\"keys\":[" + TrustSuite.json(KEYS.getPublic()) + "]");
        }
        signatures().atTag("named/app", image, "fake.test/named/app");
        signatures().atTag("other/app", other, "fake.test/named/app");
        expect(200, pull("named/app", "v1"));
        denied("it is a signature for the repository named/app", pull("other/app", "v1"));
    }
}
