package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cosign's first form by an identity, and whoever would like to be one. */
class KeylessTests {

    private static final String ISSUER = "https://accounts.example";
    private static final String ALICE = "alice@example.com";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String OTHER = "sha256:" + "cd".repeat(32);
    private static final Image IMAGE = new Image("team/app", DIGEST, 500, "application/vnd.oci.image.manifest.v1+json");
    private static final Authority FULCIO = new Authority("CN=fulcio,O=example");

    @TempDir
    private Path folder;

    private final FakeSigstore fake = new FakeSigstore(FULCIO);
    private Verifier verifier = new Verifier(new Sigstore(Trusting.nobody()), Trusting.unasked());

    @BeforeEach
    void trust() throws IOException {
        Path root = Files.writeString(folder.resolve("root.json"), fake.root());
        verifier = new Verifier(new Sigstore(new TrustProperties(root, null, List.of())), Trusting.unasked());
    }

    @Test
    void signatureByTheIdentityCounts() throws Untrusted {
        counts(draft -> {});
        counts(draft -> draft.chain = "");
        counts(draft -> draft.kind = "rekord");
        counts(draft -> draft.timestamp = fake.clock().response(draft.signature, Instant.now()));
    }

    @Test
    void signatureByAnotherIdentityDoesNotCount() {
        refused("identities", new KeylessDraft(fake, request(ISSUER, "mallory@example.com", DIGEST)));
        refused("identities", new KeylessDraft(fake, request("https://evil.example", ALICE, DIGEST)));
        KeylessDraft draft = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        Trusted keysOnly = Trusting.keys(Signing.keys("P-256").getPublic());
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(IMAGE, draft.envelope(), keysOnly))
                .withMessageContaining("none is trusted");
    }

    @Test
    void signatureOfSomethingElseDoesNotCount() {
        refused("signature of " + OTHER, new KeylessDraft(fake, request(ISSUER, ALICE, OTHER)));
        KeylessDraft other = new KeylessDraft(fake, request(ISSUER, ALICE, OTHER));
        refused("changed after", draft -> draft.signature = other.signature);
        refused("changed after", draft -> draft.signature = new byte[0]);
    }

    @Test
    void entryOfSomethingElseDoesNotCount() {
        KeylessDraft other = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        refused("another signature", draft -> draft.hash = "0".repeat(64));
        refused("another signature", draft -> draft.loggedSignature = other.signature);
        refused("another certificate", draft -> draft.loggedCertificate = other.certificate);
        refused("not supported", draft -> draft.kind = "intoto");
    }

    @Test
    void entryThatTheLogDidNotPromiseDoesNotCount() {
        KeylessDraft other = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        refused("not its own", draft -> draft.promised = other.body());
        refused("none of the logs", draft -> draft.log = "ab".repeat(32));
        refused("malformed", draft -> draft.log = "no hex");
        refused(
                "none of the logs",
                draft -> draft.time = Instant.parse("2019-12-31T00:00:00Z").getEpochSecond());
        KeylessDraft altered = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        refused("not its own", replaced(altered, "\"logIndex\":0", "\"logIndex\":1"));
        refused("no number", replaced(altered, "\"logIndex\":0", "\"logIndex\":\"0\""));
        refused(
                "not its own",
                replaced(altered, "\"integratedTime\":" + altered.time, "\"integratedTime\":" + (altered.time - 1)));
        refused("Duplicate", replaced(altered, "\"logIndex\":0", "\"logIndex\":0,\"logIndex\":0"));
    }

    @Test
    void entryOfATimeWhenTheCertificateWasNotValidDoesNotCount() {
        FakeSigstore.Request expired =
                new FakeSigstore.Request(ISSUER, ALICE, DIGEST, Duration.ofHours(-2), Duration.ofHours(-1));
        refused("not valid when", new KeylessDraft(fake, expired));
        refused("not valid when", draft -> draft.time += 3600);
        refused("not valid when", draft -> draft.time -= 3600);
    }

    @Test
    void certificateOfNobodyWhoIsTrustedDoesNotCount() {
        refused(
                "not one of Sigstore",
                draft -> change(draft, fake.unlogged(request(ISSUER, ALICE, DIGEST), draft.keys.getPublic())));
        FakeSigstore stranger = new FakeSigstore();
        refused("not one of Sigstore", draft -> {
            change(draft, stranger.certificate(request(ISSUER, ALICE, DIGEST), draft.keys.getPublic()));
            draft.chain = Signing.pem(stranger.authority());
        });
        // by the right authority, and known to a log of certificates that nobody knows
        FakeSigstore unknown = new FakeSigstore(FULCIO);
        refused(
                "not one of Sigstore",
                draft -> change(draft, unknown.certificate(request(ISSUER, ALICE, DIGEST), draft.keys.getPublic())));
        refused(
                "not for signing code",
                draft -> change(
                        draft,
                        FULCIO.signer(
                                "CN=server",
                                draft.keys.getPublic(),
                                server -> server.with(
                                        Extension.extendedKeyUsage,
                                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)))));
    }

    @Test
    void timestampThatDoesNotFitDoesNotCount() {
        refused("nested too deep", draft -> draft.timestamp = NestingTests.open(1_000));
        refused(
                "timestamp does not count",
                draft -> draft.timestamp = fake.clock().response(Signing.bytes("another"), Instant.now()));
        refused(
                "timestamp does not count",
                draft ->
                        draft.timestamp = new FakeClock("CN=clock,O=example").response(draft.signature, Instant.now()));
        refused(
                "not valid when",
                draft -> draft.timestamp =
                        fake.clock().response(draft.signature, Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void annotationsThatAreMissingMalformedOrHugeDoNotCount() {
        KeylessDraft draft = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        refused("no annotation", with(draft, "dev.sigstore.cosign/bundle", null));
        refused("not JSON", with(draft, "dev.sigstore.cosign/bundle", "{"));
        refused(
                "no SignedEntryTimestamp",
                with(
                        draft,
                        "dev.sigstore.cosign/bundle",
                        "{\"Payload\":{\"body\":\"\"," + "\"integratedTime\":1,\"logIndex\":1,\"logID\":\"\"}}"));
        refused("longer than", with(draft, "dev.sigstore.cosign/bundle", " ".repeat(100_000) + "{}"));
        refused(
                "holds 2 certificates",
                with(
                        draft,
                        "dev.sigstore.cosign/certificate",
                        Signing.pem(draft.certificate) + Signing.pem(fake.authority())));
        refused("cannot be read", with(draft, "dev.sigstore.cosign/certificate", "-----BEGIN CERTIFICATE-----"));
        refused("more than", with(draft, "dev.sigstore.cosign/chain", draft.chain.repeat(20)));
        refused("longer than", with(draft, "dev.sigstore.cosign/chain", draft.chain.repeat(1000)));
    }

    private static void change(KeylessDraft draft, java.security.cert.X509Certificate certificate) {
        draft.certificate = certificate;
        draft.loggedCertificate = certificate;
    }

    private static Envelope with(
            KeylessDraft draft, String annotation, @org.jspecify.annotations.Nullable String value) {
        Map<String, String> annotations = new TreeMap<>(draft.annotations());
        annotations.remove(annotation);
        if (value != null) {
            annotations.put(annotation, value);
        }
        return new Envelope(Signing.SIMPLE, draft.payload, annotations);
    }

    private static Envelope replaced(KeylessDraft draft, String what, String by) {
        String bundle = String.valueOf(draft.annotations().get("dev.sigstore.cosign/bundle"));
        return with(draft, "dev.sigstore.cosign/bundle", bundle.replace(what, by));
    }

    private static FakeSigstore.Request request(String issuer, String subject, String digest) {
        return new FakeSigstore.Request(issuer, subject, digest, Duration.ofMinutes(-5), Duration.ofMinutes(5));
    }

    private static Trusted trusted() {
        return Trusting.identity(ISSUER, ALICE);
    }

    private void counts(Consumer<KeylessDraft> change) throws Untrusted {
        KeylessDraft draft = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        change.accept(draft);
        assertThat(verifier.verify(IMAGE, draft.envelope(), trusted())).isEqualTo(Instant.MAX);
    }

    private void refused(String reason, Consumer<KeylessDraft> change) {
        KeylessDraft draft = new KeylessDraft(fake, request(ISSUER, ALICE, DIGEST));
        change.accept(draft);
        refused(reason, draft);
    }

    private void refused(String reason, KeylessDraft draft) {
        refused(reason, draft.envelope());
    }

    private void refused(String reason, Envelope envelope) {
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(IMAGE, envelope, trusted()))
                .withMessageContaining(reason);
    }
}
