package dev.davit.registry;

import static dev.davit.registry.Images.descriptor;
import static dev.davit.registry.Images.image;
import static dev.davit.registry.Images.index;
import static dev.davit.registry.Images.put;
import static dev.davit.registry.Signatures.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.trust.Signing;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy that asks for signatures does; the same on each database. */
abstract class TrustSuite {

    private static final KeyPair KEYS = Signing.keys("P-256");

    abstract TestRegistry registry();

    @Test
    void tagIsRefusedUntilTheDigestIsSigned() {
        require("tagged/**", "");
        byte[] image = image(registry(), "tagged/app", "one");
        denied("there is no signature of it", put(registry(), "tagged/app", "v1", image));
        denied("tagged/**", put(registry(), "tagged/app", digest(image) + "?tag=v1", image));
        expect(201, put(registry(), "tagged/app", digest(image), image));
        Signatures.tagged(registry(), "tagged/app", digest(image), KEYS);
        expect(201, put(registry(), "tagged/app", "v1", image));
        expect(200, get("tagged/app", "v1"));
    }

    @Test
    void tagThatNamesUnsignedContentIsNotPulled() {
        byte[] image = image(registry(), "pulled", "one");
        expect(201, put(registry(), "pulled", "v1", image));
        require("pulled", "");
        denied("there is no signature of it", get("pulled", "v1"));
        expect(403, registry().send("HEAD", "/v2/pulled/manifests/v1", new byte[0]));
        expect(403, registry().get("/v2/pulled/manifests/v1", "Range", "bytes=0-9"));
        expect(403, registry().get("/v2/pulled/manifests/v1", "If-None-Match", "\"" + digest(image) + "\""));
        expect(200, get("pulled", digest(image))); // signing tools read it: everybody may push here
        String signature = Signatures.referring(registry(), "pulled", image, KEYS);
        expect(200, get("pulled", "v1"));
        expect(202, registry().send("DELETE", "/v2/pulled/manifests/" + signature, new byte[0]));
        expect(403, get("pulled", "v1"));
        Signatures.bundled(registry(), "pulled", image, KEYS);
        expect(200, get("pulled", "v1"));
    }

    @Test
    void policyMayAskAtPushesAlone() {
        byte[] image = image(registry(), "pushes", "one");
        expect(201, put(registry(), "pushes", "old", image));
        require("pushes", ",\"on\":[\"push\"]");
        expect(200, get("pushes", "old"));
        expect(403, put(registry(), "pushes", "new", image));
        assertThat(text(registry().get("/v2/_davit/policies"))).contains("\"on\":[\"push\"]", "BEGIN PUBLIC KEY");
    }

    @Test
    void tagIsNotMovedToWhatIsUnsigned() {
        require("moved", "");
        byte[] first = image(registry(), "moved", "first");
        Signatures.tagged(registry(), "moved", digest(first), KEYS);
        expect(201, put(registry(), "moved", "v1", first));
        byte[] second = image(registry(), "moved", "second");
        denied("not signed", put(registry(), "moved", "v1", second));
        assertThat(digest(get("moved", "v1").body())).isEqualTo(digest(first));
        policy("moved", "{\"immutableTags\":[\"v*\"],\"signed\":{\"keys\":[" + json(KEYS.getPublic()) + "]}}");
        Signatures.referring(registry(), "moved", second, KEYS);
        denied("immutable", put(registry(), "moved", "v1", second));
        expect(201, put(registry(), "moved", "v2", second));
    }

    @Test
    void signatureThatIsNotOneOfTheImageByTheKeyDoesNotCount() {
        require("forged", "");
        byte[] image = image(registry(), "forged", "one");
        byte[] other = image(registry(), "forged", "other");
        expect(201, put(registry(), "forged", digest(image), image));
        Signatures.referring(registry(), "forged", image, Signing.keys("P-256"));
        denied("by none of the keys", put(registry(), "forged", "v1", image));
        byte[] payload = Signing.payload("localhost/forged", digest(other));
        byte[] misplaced = Signatures.manifest(
                registry(),
                "forged",
                Signatures.COSIGN,
                Signing.SIMPLE,
                payload,
                Signing.annotations(KEYS.getPrivate(), payload),
                Signatures.subject(image));
        expect(201, put(registry(), "forged", digest(misplaced), misplaced));
        denied("signature of " + digest(other), put(registry(), "forged", "v1", image));
        Signatures.pushed(registry(), "forged", Signing.BUNDLE, new byte[1024 * 1024 + 1], image, Signing.BUNDLE);
        denied("more than 1048576 bytes", put(registry(), "forged", "v1", image));
        byte[] attestation = Signing.bundle(KEYS.getPrivate(), digest(image), "https://slsa.dev/provenance/v1");
        Signatures.pushed(registry(), "forged", Signing.BUNDLE, attestation, image, Signing.BUNDLE);
        denied("attestation", put(registry(), "forged", "v1", image));
    }

    @Test
    void keyOfAnotherRepositoryDoesNotCount() {
        KeyPair theirs = Signing.keys("P-256");
        require("ours/app", "");
        policy("theirs/app", "{\"signed\":{\"keys\":[" + json(theirs.getPublic()) + "]}}");
        byte[] image = image(registry(), "ours/app", "one");
        image(registry(), "theirs/app", "one");
        Signatures.tagged(registry(), "ours/app", digest(image), theirs);
        Signatures.tagged(registry(), "theirs/app", digest(image), theirs);
        denied("by none of the keys", put(registry(), "ours/app", "v1", image));
        expect(201, put(registry(), "theirs/app", "v1", image));
    }

    @Test
    void signatureOfAnIndexIsOneOfWhatItLists() {
        require("listed", "");
        byte[] child = image(registry(), "listed", "child");
        expect(201, put(registry(), "listed", digest(child), child));
        byte[] index = index(descriptor(Images.MANIFEST, child), "");
        expect(201, put(registry(), "listed", digest(index), index));
        byte[] nested = index(descriptor(Images.INDEX, index), "");
        expect(201, put(registry(), "listed", digest(nested), nested));
        denied("no signature", put(registry(), "listed", "child", child));
        Signatures.bundled(registry(), "listed", nested, KEYS);
        expect(201, put(registry(), "listed", "all", nested));
        expect(201, put(registry(), "listed", "child", child));
        expect(200, get("listed", "child"));
    }

    @Test
    void signatureOfWhatItListsIsNoneOfTheIndex() {
        require("unlisted", "");
        byte[] child = image(registry(), "unlisted", "child");
        expect(201, put(registry(), "unlisted", digest(child), child));
        Signatures.referring(registry(), "unlisted", child, KEYS);
        expect(201, put(registry(), "unlisted", "child", child));
        byte[] index = index(descriptor(Images.MANIFEST, child), "");
        denied("no signature", put(registry(), "unlisted", "all", index));
    }

    @Test
    void imageThatLooksLikeASignatureIsNone() {
        require("disguised", "");
        byte[] tar = bytes("\u001f\u008b not JSON");
        byte[] disguised =
                Signatures.manifest(registry(), "disguised", Images.MANIFEST, Signing.SIMPLE, tar, Map.of(), "");
        String tag = Signatures.tag("sha256:" + "0".repeat(64));
        denied("no signature", put(registry(), "disguised", tag, disguised));
        byte[] real = Signatures.manifest(
                registry(), "disguised", Signatures.COSIGN, Signing.SIMPLE, bytes("{}"), Map.of(), "");
        denied("no signature", put(registry(), "disguised", "latest", real));
        expect(201, put(registry(), "disguised", tag, real));
        expect(200, get("disguised", tag));
    }

    @Test
    void signaturesBesideSomethingElseCountAndAreNoneToPull() {
        require("mixed", "");
        byte[] image = image(registry(), "mixed", "one");
        expect(201, put(registry(), "mixed", digest(image), image));
        byte[] bundle = Signing.bundle(KEYS.getPrivate(), digest(image), Signing.SIGNED);
        registry().push("mixed", bundle);
        byte[] mixed = Images.manifest(
                Images.descriptor(Signing.BUNDLE, bytes("{\"name\":\"one\"}")),
                Images.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", bytes("layer of one")) + ","
                        + Images.descriptor(Signing.BUNDLE, bundle),
                Signatures.subject(image));
        denied("no signature", put(registry(), "mixed", Signatures.tag(digest(image)), mixed));
        expect(201, put(registry(), "mixed", digest(mixed), mixed));
        expect(201, put(registry(), "mixed", "v1", image));
        denied("no signature", put(registry(), "mixed", "evil", mixed));
    }

    @Test
    void signatureWhoseTagWasMovedDoesNotCountUntilItIsBack() {
        require("astray", "");
        byte[] image = image(registry(), "astray", "one");
        String signature = Signatures.tagged(registry(), "astray", digest(image), KEYS);
        expect(201, put(registry(), "astray", "v1", image));
        byte[] real = registry().get("/v2/astray/manifests/" + signature).body();
        byte[] other =
                Signatures.manifest(registry(), "astray", Signatures.COSIGN, Signing.SIMPLE, bytes("{}"), Map.of(), "");
        expect(201, put(registry(), "astray", Signatures.tag(digest(image)), other));
        denied("another type", get("astray", "v1"));
        expect(201, put(registry(), "astray", Signatures.tag(digest(image)), real));
        expect(200, get("astray", "v1"));
    }

    @Test
    void archiveThatIsASignatureOfNotationAsWellIsNone() {
        require("archive", "");
        byte[] cose = Signing.cose(bytes("\u007fELF as a tar's entry"));
        byte[] image = Signatures.manifest(
                registry(), "archive", "application/vnd.oci.image.config.v1+json", Signing.COSE, cose, Map.of(), "");
        denied("no signature", put(registry(), "archive", Signatures.tag("sha256:" + "0".repeat(64)), image));
        expect(201, put(registry(), "archive", digest(image), image));
        policy("archive", "{}");
        expect(201, put(registry(), "archive", "v1", image));
        require("archive", "");
        denied("no signature", get("archive", "v1"));
        byte[] real = Signatures.manifest(
                registry(), "archive", "application/vnd.cncf.notary.signature", Signing.COSE, cose, Map.of(), "");
        expect(201, put(registry(), "archive", Signatures.tag("sha256:" + "0".repeat(64)), real));
        expect(200, get("archive", Signatures.tag("sha256:" + "0".repeat(64))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Layers", "LAYERS", "layer\u017f", "\\u006cayerS"})
    void manifestThatOtherReadersTakeForAnotherIsRefused(String key) {
        byte[] signature = bytes("{}");
        image(registry(), "folded", "one");
        registry().push("folded", signature);
        String layer = Images.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", bytes("layer of one"));
        byte[] folded = Images.manifest(
                Images.descriptor("application/vnd.oci.image.config.v1+json", bytes("{\"name\":\"one\"}")),
                Images.descriptor(Signing.SIMPLE, signature),
                ",\"" + key + "\":[" + layer + "]");
        HttpResponse<byte[]> answer = put(registry(), "folded", "v1", folded);
        expect(400, answer);
        assertThat(text(answer)).contains("MANIFEST_INVALID", "differ by case alone");
    }

    @Test
    void signaturesThatAreTooManyBytesAreNotRead() {
        require("many", "");
        byte[] image = image(registry(), "many", "one");
        expect(201, put(registry(), "many", digest(image), image));
        byte[] config = bytes("{}");
        registry().push("many", config);
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            byte[] layer = bytes("{\"" + i + "\":\"" + "x".repeat(1_000_000) + "\"}");
            registry().push("many", layer);
            layers.append(i == 0 ? "" : ",").append(Images.descriptor(Signing.BUNDLE, layer));
        }
        byte[] carrier = Images.manifest(
                Images.descriptor(Signing.BUNDLE, config), layers.toString(), Signatures.subject(image));
        denied("no signature", put(registry(), "many", Signatures.tag(digest(image)), carrier));
        expect(201, put(registry(), "many", digest(carrier), carrier));
        denied("more than 4194304 bytes", put(registry(), "many", "v1", image));
    }

    @Test
    void signaturesOfNotationCount() throws IOException {
        byte[] image = resource("image.json");
        registry().push("notation", bytes("{\"name\": \"fixture\"}"));
        registry().push("notation", bytes("layer fixture"));
        String authority = new String(resource("notation-jws-ca.pem"), java.nio.charset.StandardCharsets.US_ASCII);
        policy(
                "notation",
                "{\"signed\":{\"certificates\":[\"" + authority.replace("\n", "\\n")
                        + "\"],\"subjects\":[\"CN=build,O=Example,C=DE\"]}}");
        denied("no signature", put(registry(), "notation", "v1", image));
        Signatures.pushed(
                registry(),
                "notation",
                "application/jose+json",
                resource("notation-jws.json"),
                image,
                "application/vnd.cncf.notary.signature");
        expect(201, put(registry(), "notation", "v1", image));
    }

    @Test
    void rulesKeepSignaturesAsLongAsWhatTheySign() {
        byte[] image = image(registry(), "retained", "one");
        expect(201, put(registry(), "retained", "v1", image));
        Signatures.tagged(registry(), "retained", digest(image), KEYS);
        policy("retained", "{\"keepLast\":1}");
        expect(200, registry().send("POST", "/v2/_davit/gc", new byte[0]));
        assertThat(text(registry().get("/v2/retained/tags/list"))).contains("\"v1\"", Signatures.tag(digest(image)));
    }

    @Test
    void ruleThatCannotBeMeantIsRefused() {
        expect(400, laidDown("wrong", "{\"signed\":{}}"));
        expect(400, laidDown("wrong", "{\"signed\":{\"keys\":[\"x\"]}}"));
        expect(400, laidDown("wrong", "{\"signed\":{\"key\":\"x\"}}"));
        HttpResponse<byte[]> identities =
                laidDown("wrong", "{\"signed\":{\"identities\":[{\"issuer\":\"https://i\",\"subject\":\"a@b\"}]}}");
        expect(400, identities);
        assertThat(text(identities)).contains("davit.registry.trust.sigstore-root");
    }

    @Test
    void pullsAreCountedByNameAndDigest() throws InterruptedException {
        byte[] image = image(registry(), "counted", "one");
        expect(201, put(registry(), "counted", digest(image) + "?tag=v1&tag=same", image));
        byte[] index = index(descriptor(Images.MANIFEST, image(registry(), "counted", "child")), "");
        byte[] child = image(registry(), "counted", "child");
        expect(201, put(registry(), "counted", digest(child), child));
        expect(201, put(registry(), "counted", "all", index));
        for (String name : new String[] {"v1", "v1", digest(image), "all", digest(child)}) {
            expect(200, get("counted", name));
        }
        expect(200, registry().send("HEAD", "/v2/counted/manifests/v1", new byte[0]));
        expect(304, registry().get("/v2/counted/manifests/v1", "If-None-Match", "\"" + digest(image) + "\""));
        String counted = "";
        // tags and repository are read one after the other: both have to be there
        for (int i = 0; i < 300 && !(counted.contains("\"pulls\":4") && counted.contains("\"pulls\":3")); i++) {
            Thread.sleep(100);
            counted = text(registry().get("/v2/_davit/repositories/counted"));
        }
        String digits = counted.replaceAll("[^{}]*\"name\":\"([a-z0-9]+)\"[^{}]*\"pulls\":(\\d+)[^{}]*", "$1=$2 ");
        assertThat(digits).contains("counted=4", "all=1", "same=1", "v1=3");
    }

    private void require(String pattern, String more) {
        policy(pattern, "{\"signed\":{\"keys\":[" + json(KEYS.getPublic()) + "]" + more + "}}");
    }

    private void policy(String pattern, String body) {
        expect(204, laidDown(pattern, body));
    }

    private HttpResponse<byte[]> laidDown(String pattern, String body) {
        return registry().send("PUT", "/v2/_davit/policies/" + pattern, bytes(body));
    }

    static String json(PublicKey key) {
        return "\"" + Signing.pem(key).replace("\r", "").replace("\n", "\\n") + "\"";
    }

    private HttpResponse<byte[]> get(String repository, String reference) {
        return registry().get("/v2/" + repository + "/manifests/" + reference);
    }

    private static void denied(String reason, HttpResponse<byte[]> answer) {
        expect(403, answer);
        assertThat(text(answer)).contains("\"DENIED\"", reason);
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TrustSuite.class.getResourceAsStream("/trust/" + name))) {
            return in.readAllBytes();
        }
    }
}
