package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotationTests {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final Image IMAGE = new Image("team/app", DIGEST, 500, MANIFEST);
    private static final String NAME = "C=DE,O=Example,CN=build";
    private static final Authority AUTHORITY = new Authority("CN=authority");
    private static final KeyPair KEYS = Signing.keys("P-256");
    private static final KeyPair RSA = Signing.keys("RSA");
    private static final X509Certificate CERTIFICATE = AUTHORITY.signer(NAME, KEYS.getPublic());

    private final Verifier verifier = new Verifier(new Sigstore(Trusting.nobody()), Trusting.unasked());

    @ParameterizedTest
    @CsvSource({"ES256,P-256", "ES384,P-384", "ES512,P-521", "PS256,RSA", "PS384,RSA", "PS512,RSA"})
    void everyAlgorithmOfTheSpecificationCounts(String algorithm, String kind) throws Untrusted {
        KeyPair keys = kind.equals("RSA") ? RSA : Signing.keys(kind);
        X509Certificate certificate = AUTHORITY.signer(NAME, keys.getPublic());
        NotationDraft draft = new NotationDraft(keys.getPrivate(), List.of(certificate, AUTHORITY.certificate()), IMAGE)
                .with(algorithm);
        for (Envelope envelope : List.of(draft.jws(), draft.cose())) {
            assertThat(envelope.isWhatItSays()).isTrue();
            assertThat(verifier.verify(IMAGE, envelope, trusted()))
                    .isEqualTo(certificate.getNotAfter().toInstant());
        }
    }

    @Test
    void signatureCountsUntilItExpires() throws Untrusted {
        Instant expiry = Instant.now().plusSeconds(600);
        NotationDraft draft = draft();
        draft.expiry = expiry;
        draft.critical.add("io.cncf.notary.expiry");
        for (Envelope envelope : List.of(draft.jws(), draft.cose())) {
            assertThat(verifier.verify(IMAGE, envelope, trusted())).isBetween(expiry.minusSeconds(1), expiry);
        }
        refused("expired", wrong -> {
            wrong.expiry = Instant.now().minusSeconds(1);
            wrong.critical.add("io.cncf.notary.expiry");
        });
        refused("both given and critical", wrong -> wrong.expiry = expiry);
        refused("both given and critical", wrong -> wrong.critical.add("io.cncf.notary.expiry"));
    }

    @Test
    void signatureOfSomethingElseDoesNotCount() {
        String other = "sha256:" + "cd".repeat(32);
        refused("signature of " + other, draft -> draft.payload = NotationDraft.payload(other, MANIFEST, 500));
        refused("media type or size", draft -> draft.payload = NotationDraft.payload(DIGEST, MANIFEST, 501));
        refused("media type or size", draft -> draft.payload = NotationDraft.payload(DIGEST, "a/b", 500));
        refused("no digest", draft -> draft.payload = "{}");
        refused("not of the type", draft -> draft.type = "application/jwt");
    }

    @Test
    void whatIsNotUnderstoodDoesNotCount() {
        refused("critical attributes", draft -> draft.critical.add("io.cncf.notary.verificationPlugin"));
        refused("critical attributes", draft -> draft.critical.clear());
        refused("signing scheme", draft -> draft.scheme = "notary.x509.other");
        refused("signing time", draft -> draft.time = Instant.now().plus(Duration.ofDays(1)));
    }

    @Test
    void algorithmIsTheKeysAndNoneIsNone() {
        refused("not supported", draft -> draft.algorithm = "none");
        refused("not supported", draft -> draft.algorithm = "HS256");
        refused("not supported", draft -> draft.algorithm = "RS256");
        refused("not one for", draft -> draft.algorithm = "PS256");
        refused("not one for", draft -> draft.algorithm = "ES384");
        String none = Base64.getUrlEncoder().encodeToString(Signing.bytes("{\"alg\":\"none\"}"));
        refused(
                "not supported",
                new Envelope(
                        Envelope.JWS,
                        Signing.bytes("{\"payload\":\"e30\",\"protected\":\"" + none + "\",\"signature\":\"\"}"),
                        Map.of()));
    }

    @Test
    void whatWasChangedAfterItWasSignedDoesNotCount() {
        String jws = new String(draft().jws().content(), StandardCharsets.UTF_8);
        NotationDraft other = draft();
        other.payload = NotationDraft.payload("sha256:" + "cd".repeat(32), MANIFEST, 500);
        String body = jws.replaceAll(".*\"payload\":\"([^\"]*)\".*", "$1");
        String mixed = new String(other.jws().content(), StandardCharsets.UTF_8)
                .replaceAll("\"payload\":\"[^\"]*\"", "\"payload\":\"" + body + "\"");
        refused("changed", new Envelope(Envelope.JWS, Signing.bytes(mixed), Map.of()));
        byte[] cose = draft().cose().content();
        cose[cose.length - 5] ^= 1;
        refused("changed", new Envelope(Envelope.COSE, cose, Map.of()));
        refused("no CBOR", new Envelope(Envelope.COSE, Signing.bytes("\u001f\u008b tar"), Map.of()));
        refused("no COSE_Sign1", new Envelope(Envelope.COSE, new byte[] {(byte) 0x80}, Map.of()));
    }

    @Test
    void certificateOfNobodyWhoIsTrustedDoesNotCount() {
        Authority stranger = new Authority("CN=authority"); // the same name, another key
        X509Certificate theirs = stranger.signer(NAME, KEYS.getPublic());
        refused("not of the authorities", theirs, stranger.certificate());
        refused("not of the authorities", theirs, AUTHORITY.certificate());
        refused("0 certificates");
        refused("changed", AUTHORITY.signer(NAME, Signing.keys("P-256").getPublic()));
        Trusted others = Trusting.rule(
                        null, List.of(Signing.pem(AUTHORITY.certificate())), List.of("CN=release"), null, false)
                .trusted();
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(IMAGE, draft().jws(), others))
                .withMessageContaining("none of the subjects");
    }

    @Test
    void certificateThatIsNotForThisDoesNotCount() {
        refused(
                "validity check failed",
                certificate(draft -> draft.lasting(Duration.ofDays(-2), Duration.ofDays(-1))),
                AUTHORITY.certificate());
        refused("validity check failed", certificate(draft -> draft.lasting(Duration.ofDays(1), Duration.ofDays(2))));
        refused(
                "not for signing code",
                certificate(draft ->
                        draft.with(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))));
        for (KeyPurposeId other : List.of(KeyPurposeId.anyExtendedKeyUsage, KeyPurposeId.id_kp_timeStamping)) {
            refused(
                    "not for signing code",
                    certificate(draft -> draft.with(
                            Extension.extendedKeyUsage,
                            new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_codeSigning, other}))));
        }
        for (int usage : new int[] {
            KeyUsage.keyEncipherment, KeyUsage.digitalSignature | KeyUsage.keyCertSign, KeyUsage.nonRepudiation
        }) {
            refused("not for signing code", certificate(draft -> draft.with(Extension.keyUsage, new KeyUsage(usage))));
        }
        refused("not for signing code", certificate(draft -> draft.without(Extension.keyUsage)));
        refused(
                "not for signing code",
                certificate(draft -> draft.with(Extension.basicConstraints, new BasicConstraints(true))));
    }

    @Test
    void authorityThatMayNotSignCertificatesDoesNotCount() throws Untrusted {
        Authority between = AUTHORITY.below("CN=between", draft -> draft);
        counts(between.signer(NAME, KEYS.getPublic()), between.certificate(), AUTHORITY.certificate());
        below("not of the authorities", draft -> draft.without(Extension.basicConstraints));
        below("not of the authorities", draft -> draft.with(Extension.basicConstraints, new BasicConstraints(false)));
        below(
                "not of the authorities",
                draft -> draft.with(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature)));
        below("not for signing certificates", draft -> draft.without(Extension.keyUsage));
        below("not of the authorities", draft -> draft.lasting(Duration.ofDays(-2), Duration.ofDays(-1)));
        // a signer may not sign for others
        KeyPair theirs = Signing.keys("P-256");
        X509Certificate signer = AUTHORITY.signer(NAME, theirs.getPublic());
        refused("not of the authorities", Authority.of(NAME, theirs, signer).signer(NAME, KEYS.getPublic()), signer);
    }

    @Test
    void authorityBelowOneThatMayHaveNoneDoesNotCount() {
        Authority last =
                AUTHORITY.below("CN=last", draft -> draft.with(Extension.basicConstraints, new BasicConstraints(0)));
        Authority further = last.below("CN=further", draft -> draft);
        refused(
                "not of the authorities",
                further.signer(NAME, KEYS.getPublic()),
                further.certificate(),
                last.certificate());
        // the JDK leaves the path length of whom we trust ourselves aside
        NotationDraft draft = new NotationDraft(
                KEYS.getPrivate(), List.of(further.signer(NAME, KEYS.getPublic()), further.certificate()), IMAGE);
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() ->
                        verifier.verify(IMAGE, draft.jws(), Trusting.certificates(last.certificate(), null, false)))
                .withMessageContaining("not so many");
    }

    @Test
    void weakCertificateDoesNotCount() {
        KeyPair weak = Signing.keys("RSA-1024");
        X509Certificate signer = AUTHORITY.signer(NAME, weak.getPublic());
        NotationDraft draft = new NotationDraft(weak.getPrivate(), List.of(signer), IMAGE).with("PS256");
        refused("not one for PS256", draft.jws());
        refused("too weak", certificate(change -> change.signedBy("SHA1withECDSA")));
        Authority between = Authority.of("CN=between", weak, AUTHORITY.below("CN=between", weak.getPublic()));
        refused(
                "too weak",
                between.signer(NAME, KEYS.getPublic(), change -> change.signedBy("SHA256withRSA")),
                between.certificate());
    }

    private void below(String reason, UnaryOperator<Authority.Draft> change) {
        Authority between = AUTHORITY.below("CN=between", change);
        refused(reason, between.signer(NAME, KEYS.getPublic()), between.certificate());
    }

    private void counts(X509Certificate... chain) throws Untrusted {
        NotationDraft draft = new NotationDraft(KEYS.getPrivate(), List.of(chain), IMAGE);
        assertThat(verifier.verify(IMAGE, draft.jws(), trusted())).isAfter(Instant.now());
    }

    private static X509Certificate certificate(Consumer<Authority.Draft> change) {
        return AUTHORITY.signer(NAME, KEYS.getPublic(), draft -> {
            change.accept(draft);
            return draft;
        });
    }

    private static NotationDraft draft() {
        return new NotationDraft(KEYS.getPrivate(), List.of(CERTIFICATE), IMAGE);
    }

    private static Trusted trusted() {
        String authority = Signing.pem(AUTHORITY.certificate());
        return Trusting.rule(null, List.of(authority), List.of("O=Example, CN=build"), null, false)
                .trusted();
    }

    private void refused(String reason, X509Certificate... chain) {
        NotationDraft draft = new NotationDraft(KEYS.getPrivate(), List.of(chain), IMAGE);
        refused(reason, draft.jws());
        refused(reason, draft.cose());
    }

    private void refused(String reason, Consumer<NotationDraft> change) {
        NotationDraft draft = draft();
        change.accept(draft);
        refused(reason, draft.jws());
        refused(reason, draft.cose());
    }

    private void refused(String reason, Envelope envelope) {
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(IMAGE, envelope, trusted()))
                .withMessageContaining(reason);
    }
}
