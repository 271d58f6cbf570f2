package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.access.BadInput;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignTests {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String OTHER = "sha256:" + "cd".repeat(32);
    private static final Image IMAGE = new Image("team/app", DIGEST, 500, "application/vnd.oci.image.manifest.v1+json");
    private static final KeyPair KEYS = Signing.keys("P-256");

    private final Verifier verifier = new Verifier(new Sigstore(Trusting.nobody()), Trusting.unasked());

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "RSA", "Ed25519"})
    void signatureByTheKeyCounts(String kind) throws Untrusted {
        KeyPair keys = Signing.keys(kind);
        Trusted trusted = trusted(keys, false);
        byte[] payload = Signing.payload("localhost:5000/team/app", DIGEST);
        assertThat(verifier.verify(IMAGE, Signing.simple(keys.getPrivate(), payload), trusted))
                .isEqualTo(Instant.MAX);
        Envelope bundle =
                new Envelope(Signing.BUNDLE, Signing.bundle(keys.getPrivate(), DIGEST, Signing.SIGNED), Map.of());
        assertThat(verifier.verify(IMAGE, bundle, trusted)).isEqualTo(Instant.MAX);
    }

    @Test
    void signatureOfAnotherDigestDoesNotCount() {
        refused("signature of " + OTHER, Signing.simple(KEYS.getPrivate(), Signing.payload("r/team/app", OTHER)));
        refused("another digest", bundle(Signing.bundle(KEYS.getPrivate(), OTHER, Signing.SIGNED)));
        String named = DIGEST.replace("sha256:", "sha512:");
        refused("another digest", bundle(Signing.bundle(KEYS.getPrivate(), named, Signing.SIGNED)));
        refused("signature of " + named, Signing.simple(KEYS.getPrivate(), Signing.payload("r/team/app", named)));
    }

    @Test
    void signatureByAnotherKeyDoesNotCount() {
        KeyPair stranger = Signing.keys("P-256");
        refused(
                "by none of the keys",
                Signing.simple(stranger.getPrivate(), Signing.payload("r/team/app", DIGEST)),
                bundle(Signing.bundle(stranger.getPrivate(), DIGEST, Signing.SIGNED)));
    }

    @Test
    void whatWasChangedAfterItWasSignedDoesNotCount() {
        Envelope other = Signing.simple(KEYS.getPrivate(), Signing.payload("r/team/app", OTHER));
        refused(
                "by none of the keys",
                new Envelope(Signing.SIMPLE, Signing.payload("r/team/app", DIGEST), other.annotations()));
        byte[] statement = Signing.statement(DIGEST, Signing.SIGNED);
        byte[] signature = Signing.sign(KEYS.getPrivate(), Signing.encoded(Signing.statement(OTHER, Signing.SIGNED)));
        refused("by none of the keys", bundle(bundleOf(Signing.envelope(statement, signature))));
        refused("by none of the keys", bundle(bundleOf(Signing.envelope(statement, new byte[0]))));
    }

    @Test
    void reasonIsShortWhateverASignatureSaysOfItself() {
        Envelope endless = Signing.simple(KEYS.getPrivate(), Signing.payload("r/team/app", "x".repeat(500_000)));
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(IMAGE, endless, trusted(KEYS, false)))
                .satisfies(refusal -> assertThat(refusal.reason()).hasSizeLessThan(400));
    }

    @Test
    void attestationIsNoSignature() {
        refused("attestation", bundle(Signing.bundle(KEYS.getPrivate(), DIGEST, "https://slsa.dev/provenance/v1")));
    }

    @Test
    void documentsThatAreSomethingElseDoNotCount() {
        byte[] twice = Signing.bytes("{\"critical\":{\"image\":{\"docker-manifest-digest\":\"" + OTHER
                + "\",\"docker-manifest-digest\":\"" + DIGEST + "\"},\"type\":\"cosign container image signature\"}}");
        refused("Duplicate", Signing.simple(KEYS.getPrivate(), twice));
        refused("another type", Signing.simple(KEYS.getPrivate(), Signing.bytes("{\"critical\":{\"type\":\"x\"}}")));
        refused("not JSON", Signing.simple(KEYS.getPrivate(), Signing.bytes("{}{}")));
        refused("no JSON object", bundle(new byte[0]), bundle(Signing.bytes("[]")));
        refused("missing", new Envelope(Signing.SIMPLE, Signing.payload("r/team/app", DIGEST), Map.of()));
        refused("version 0.3", bundle(Signing.bytes("{\"mediaType\":\"application/x\"}")));
        refused("not supported", new Envelope("application/vnd.oci.image.layer.v1.tar+gzip", new byte[0], Map.of()));
        refused("no in-toto", bundle(Signing.bytes("{\"mediaType\":\"" + Signing.BUNDLE + "\"}")));
        byte[] two = Signing.bytes("{\"mediaType\":\"" + Signing.BUNDLE + "\",\"dsseEnvelope\":{\"payloadType\":"
                + "\"application/vnd.in-toto+json\",\"signatures\":[{},{}]}}");
        refused("2 signatures", bundle(two));
    }

    @Test
    void signatureForAnotherRepositoryCountsOnlyWhereNoneIsAskedFor() throws Untrusted {
        Envelope copied = Signing.simple(KEYS.getPrivate(), Signing.payload("r:5000/test/app", DIGEST));
        assertThat(verifier.verify(IMAGE, copied, trusted(KEYS, false))).isEqualTo(Instant.MAX);
        refused(trusted(KEYS, true), "for the repository test/app", copied);
        refused(
                trusted(KEYS, true),
                "names no repository",
                bundle(Signing.bundle(KEYS.getPrivate(), DIGEST, Signing.SIGNED)));
        for (String reference : List.of("r:5000/team/app", "other/team/app:v1", "r/team/app@" + DIGEST)) {
            Envelope own = Signing.simple(KEYS.getPrivate(), Signing.payload(reference, DIGEST));
            assertThat(verifier.verify(IMAGE, own, trusted(KEYS, true))).isEqualTo(Instant.MAX);
        }
    }

    @Test
    void ruleThatCannotBeMeantIsRefused() {
        wrong("whose signatures count", rule(null, null, null));
        wrong("'pull', 'push'", rule(List.of("tag"), Signing.pem(KEYS.getPublic()), null));
        wrong("PEM block", rule(null, "ssh-ed25519 AAAA", null));
        wrong("neither ECDSA", rule(null, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", null));
        wrong("certificate", rule(null, null, Signing.pem(KEYS.getPublic())));
        wrong("too weak", rule(null, Signing.pem(Signing.keys("RSA-1024").getPublic()), null));
        String key = Signing.pem(KEYS.getPublic());
        String certificate = Signing.pem(new Authority("CN=authority").certificate());
        wrong("'enforce' or 'skip'", dated(key, null, "soft"));
        wrong("revocation needs", dated(key, null, "enforce"));
        wrong("timestampAuthorities needs", dated(key, certificate, null));
    }

    private void refused(String reason, Envelope... envelopes) {
        refused(trusted(KEYS, false), reason, envelopes);
    }

    private void refused(Trusted trusted, String reason, Envelope... envelopes) {
        for (Envelope envelope : envelopes) {
            assertThatExceptionOfType(Untrusted.class)
                    .isThrownBy(() -> verifier.verify(IMAGE, envelope, trusted))
                    .withMessageContaining(reason);
        }
    }

    private static void wrong(String reason, SignedRule rule) {
        assertThatExceptionOfType(BadInput.class).isThrownBy(rule::trusted).withMessageContaining(reason);
    }

    private static SignedRule rule(@Nullable List<String> on, @Nullable String key, @Nullable String certificate) {
        return new SignedRule(
                on,
                key == null ? null : List.of(key),
                certificate == null ? null : List.of(certificate),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static SignedRule dated(String key, @Nullable String clock, @Nullable String revocation) {
        return new SignedRule(
                null,
                List.of(key),
                null,
                null,
                null,
                null,
                null,
                null,
                clock == null ? null : List.of(clock),
                revocation);
    }

    private static Trusted trusted(KeyPair keys, boolean sameRepository) {
        return Trusting.rule(List.of(Signing.pem(keys.getPublic())), null, null, null, sameRepository)
                .trusted();
    }

    private static Envelope bundle(byte[] content) {
        return new Envelope(Signing.BUNDLE, content, Map.of());
    }

    private static byte[] bundleOf(String envelope) {
        return Signing.bytes("{\"mediaType\":\"" + Signing.BUNDLE
                + "\",\"verificationMaterial\":{\"publicKey\":{\"hint\":\"x\"}}," + envelope + "}");
    }
}
