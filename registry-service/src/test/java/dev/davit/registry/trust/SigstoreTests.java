package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.access.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigstoreTests {

    private static final String ISSUER = "https://accounts.example";
    private static final String ALICE = "alice@example.com";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String OTHER = "sha256:" + "cd".repeat(32);
    private static final Image IMAGE = new Image("team/app", DIGEST, 500, "application/vnd.oci.image.manifest.v1+json");
    private static final Duration BEFORE = Duration.ofMinutes(-5);
    private static final Duration AFTER = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final FakeSigstore fake = new FakeSigstore();
    private Sigstore sigstore = new Sigstore(Trusting.nobody());

    @BeforeEach
    void trust() throws IOException {
        sigstore = new Sigstore(
                new TrustProperties(Files.writeString(folder.resolve("root.json"), fake.root()), null, List.of()));
    }

    @Test
    void signatureByTheIdentityCounts() throws Untrusted {
        byte[] bundle = sign(ISSUER, ALICE, DIGEST);
        assertThat(verify(bundle, ALICE)).isEqualTo(Instant.MAX);
        assertThat(verify(bundle, "alice@*")).isEqualTo(Instant.MAX);
    }

    @Test
    void signatureByAnotherIdentityDoesNotCount() {
        refused("identities", sign(ISSUER, "mallory@example.com", DIGEST), ALICE);
        refused("identities", sign("https://evil.example", ALICE, DIGEST), ALICE);
        refused("identities", sign(ISSUER, ALICE + ".evil.example", DIGEST), ALICE);
    }

    @Test
    void signatureOfAnotherDigestDoesNotCount() {
        refused("another digest", sign(ISSUER, ALICE, OTHER), ALICE);
        String other = new String(sign(ISSUER, ALICE, OTHER), StandardCharsets.UTF_8);
        String changed = other.replace(
                Signing.base64(Signing.statement(OTHER, Signing.SIGNED)),
                Signing.base64(Signing.statement(DIGEST, Signing.SIGNED)));
        refused("changed", Signing.bytes(changed), ALICE);
    }

    @Test
    void signatureOfAnotherSigstoreDoesNotCount() {
        byte[] bundle = new FakeSigstore()
                .sign(new FakeSigstore.Request(ISSUER, ALICE, DIGEST, BEFORE, AFTER), Signing.SIGNED, true);
        refused("not one of Sigstore", bundle, ALICE);
    }

    @Test
    void certificateThatHadExpiredWhenTheSignatureWasMadeDoesNotCount() {
        FakeSigstore.Request late =
                new FakeSigstore.Request(ISSUER, ALICE, DIGEST, Duration.ofHours(-2), Duration.ofHours(-1));
        refused("not valid when it was made", fake.sign(late, Signing.SIGNED, true), ALICE);
        refused("timestamp", fake.sign(request(ISSUER, ALICE, DIGEST), Signing.SIGNED, false), ALICE);
    }

    @Test
    void attestationIsNoSignature() {
        refused(
                "attestation",
                fake.sign(request(ISSUER, ALICE, DIGEST), "https://slsa.dev/provenance/v1", true),
                ALICE);
    }

    @Test
    void entryOfAnotherSignatureDoesNotCount() {
        String bundle = new String(sign(ISSUER, ALICE, DIGEST), StandardCharsets.UTF_8);
        String other = new String(sign(ISSUER, ALICE, DIGEST), StandardCharsets.UTF_8);
        String entry = other.replaceAll("(?s).*(\"tlogEntries\":.*),\"dsseEnvelope\".*", "$1");
        refused(
                "another signature",
                Signing.bytes(bundle.replaceAll("(?s)\"tlogEntries\":.*(,\"dsseEnvelope\")", entry + "$1")),
                ALICE);
    }

    @Test
    void malformedBundleDoesNotCount() {
        String bundle = new String(sign(ISSUER, ALICE, DIGEST), StandardCharsets.UTF_8);
        refused(
                "",
                Signing.bytes(bundle.replaceAll("(?s)\"tlogEntries\":.*(},\"dsseEnvelope\")", "\"tlogEntries\":[]$1")),
                ALICE);
        refused("", Signing.bytes(bundle.replaceAll("\"rawBytes\":\"[^\"]*\"", "\"rawBytes\":\"AAAA\"")), ALICE);
    }

    @Test
    void identitiesCanBeAskedForOnlyWhereSigstoreIsKnown() throws IOException {
        SignedRule rule = rule(ALICE);
        sigstore.check(rule);
        Sigstore unknown = new Sigstore(Trusting.nobody());
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> unknown.check(rule))
                .withMessageContaining("davit.registry.trust.sigstore-root");
        Sigstore broken =
                new Sigstore(new TrustProperties(Files.writeString(folder.resolve("broken"), "{"), null, List.of()));
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> broken.check(rule))
                .withMessageContaining("no trusted root");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> rule("*").trusted())
                .withMessageContaining("needs an issuer and a subject");
    }

    private byte[] sign(String issuer, String subject, String digest) {
        return fake.sign(request(issuer, subject, digest), Signing.SIGNED, true);
    }

    private static FakeSigstore.Request request(String issuer, String subject, String digest) {
        return new FakeSigstore.Request(issuer, subject, digest, BEFORE, AFTER);
    }

    private static SignedRule rule(String subject) {
        return Trusting.rule(null, null, null, List.of(new SignedRule.Identity(ISSUER, subject)), false);
    }

    private Instant verify(byte[] bundle, String subject) throws Untrusted {
        return new Verifier(sigstore, Trusting.unasked())
                .verify(
                        IMAGE,
                        new Envelope(Signing.BUNDLE, bundle, Map.of()),
                        rule(subject).trusted());
    }

    private void refused(String reason, byte[] bundle, String subject) {
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verify(bundle, subject))
                .withMessageContaining(reason);
    }
}
