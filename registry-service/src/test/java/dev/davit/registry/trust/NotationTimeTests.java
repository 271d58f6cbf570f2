package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** When a signature of notation was made, and who is believed to know. */
class NotationTimeTests {

    private static final Image IMAGE =
            new Image("team/app", "sha256:" + "ab".repeat(32), 500, "application/vnd.oci.image.manifest.v1+json");
    private static final Authority AUTHORITY = new Authority("CN=authority");
    private static final FakeClock CLOCK = new FakeClock("CN=clock");
    private static final Authority CLOCKS = new Authority("CN=clocks");
    private static final KeyPair KEYS = Signing.keys("P-256");
    private static final X509Certificate EXPIRED = AUTHORITY.signer(
            "CN=build", KEYS.getPublic(), draft -> draft.lasting(Duration.ofDays(-2), Duration.ofDays(-1)));
    private static final Instant WITHIN = EXPIRED.getNotBefore().toInstant().plus(Duration.ofHours(12));

    private final Verifier verifier = new Verifier(new Sigstore(Trusting.nobody()), Trusting.unasked());

    @Test
    void signatureCountsAfterItsCertificateHasExpiredIfItIsDated() throws Untrusted {
        for (Envelope envelope : both(signature -> CLOCK.token(signature, WITHIN))) {
            assertThat(verifier.verify(IMAGE, envelope, dated())).isEqualTo(Instant.MAX);
        }
        refused(
                Trusting.certificates(AUTHORITY.certificate(), null, false),
                "validity",
                signature -> CLOCK.token(signature, WITHIN));
    }

    @Test
    void dateIsAskedForWhereThePolicyNamesWhoGivesIt() {
        X509Certificate valid = AUTHORITY.signer("CN=build", KEYS.getPublic());
        NotationDraft undated = new NotationDraft(KEYS.getPrivate(), List.of(valid), IMAGE);
        for (Envelope envelope : List.of(undated.jws(), undated.cose())) {
            refused(dated(), "has no timestamp", envelope);
        }
        refused("has no timestamp", signature -> new byte[0]);
    }

    @Test
    void dateOutsideOfTheCertificatesValidityDoesNotCount() {
        Instant end = EXPIRED.getNotAfter().toInstant();
        refused("validity", signature -> CLOCK.token(signature, end.plusSeconds(1)));
        refused(
                "validity",
                signature -> CLOCK.token(
                        signature, EXPIRED.getNotBefore().toInstant().minusSeconds(1)));
        // it may have been after the end, as exact as the authority is
        refused("valid", signature -> CLOCK.token(signature, end.minusSeconds(10), 60));
        refused(
                "was not valid when it was made",
                signature -> CLOCK.token(
                        signature, EXPIRED.getNotBefore().toInstant().plusSeconds(10), 60));
    }

    @Test
    void dateOfAnotherSignatureDoesNotCount() {
        refused("another signature", signature -> CLOCK.token(Signing.bytes("another"), WITHIN));
        refused("timestamp does not count", signature -> {
            byte[] token = CLOCK.token(signature, WITHIN);
            token[token.length - 20] ^= 1;
            return token;
        });
        refused("timestamp does not count", signature -> Signing.bytes("no token"));
        refused("timestamp does not count", signature -> CLOCK.response(signature, WITHIN));
        refused("nested too deep", signature -> NestingTests.open(30_000));
        refused("nested too deep", signature -> NestingTests.told(5_000));
        refused("more than 65536 bytes", signature -> new byte[100_000]);
    }

    @Test
    void dateByNobodyWhoIsTrustedDoesNotCount() {
        refused("not of the authorities", signature -> new FakeClock("CN=clock").token(signature, WITHIN));
        for (KeyPurposeId purpose : List.of(KeyPurposeId.id_kp_codeSigning, KeyPurposeId.anyExtendedKeyUsage)) {
            refused(
                    "ExtendedKeyUsage",
                    signature -> clock(draft -> draft.with(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose)))
                            .token(signature, WITHIN));
        }
        refused(
                "ExtendedKeyUsage",
                signature -> clock(draft -> draft.without(Extension.extendedKeyUsage))
                        .token(signature, WITHIN));
        refused(
                "timestamp does not count",
                signature -> clock(draft -> draft.lasting(Duration.ofHours(-1), Duration.ofHours(1)))
                        .token(signature, WITHIN));
    }

    // One that is trusted, as far as it is a clock.
    private static FakeClock clock(UnaryOperator<Authority.Draft> change) {
        return new FakeClock(CLOCKS, change);
    }

    @Test
    void signingAuthorityIsBelievedWhenItSaysWhen() throws Untrusted {
        NotationDraft draft = byAuthority();
        for (Envelope envelope : List.of(draft.jws(), draft.cose())) {
            assertThat(verifier.verify(IMAGE, envelope, Trusting.signingAuthority(AUTHORITY.certificate())))
                    .isEqualTo(Instant.MAX);
            refused(dated(), "no authority is trusted", envelope);
        }
    }

    @Test
    void signingAuthoritysTimeIsCriticalAndWithinItsCertificate() {
        Trusted trusted = Trusting.signingAuthority(AUTHORITY.certificate());
        NotationDraft late = byAuthority();
        late.authenticTime = Instant.now();
        refused(trusted, "validity", late.jws());
        NotationDraft uncritical = byAuthority();
        uncritical.critical.remove("io.cncf.notary.authenticSigningTime");
        refused(trusted, "critical attributes", uncritical.jws());
        NotationDraft absent = byAuthority();
        absent.authenticTime = null;
        refused(trusted, "absent", absent.cose());
        NotationDraft both = byAuthority();
        both.time = Instant.now();
        refused(trusted, "not one of its scheme", both.cose());
        NotationDraft signer = byAuthority();
        signer.scheme = "notary.x509";
        refused(trusted, "critical attributes", signer.jws());
    }

    private static NotationDraft byAuthority() {
        NotationDraft draft = new NotationDraft(KEYS.getPrivate(), List.of(EXPIRED), IMAGE);
        draft.scheme = "notary.x509.signingAuthority";
        draft.critical.add("io.cncf.notary.authenticSigningTime");
        draft.time = null;
        draft.authenticTime = WITHIN;
        return draft;
    }

    private static List<Envelope> both(UnaryOperator<byte[]> clock) {
        NotationDraft draft = new NotationDraft(KEYS.getPrivate(), List.of(EXPIRED, AUTHORITY.certificate()), IMAGE);
        draft.time = WITHIN;
        draft.clock = clock;
        return List.of(draft.jws(), draft.cose());
    }

    private static Trusted dated() {
        return new SignedRule(
                        null,
                        null,
                        List.of(Signing.pem(AUTHORITY.certificate())),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(Signing.pem(CLOCK.authority()), Signing.pem(CLOCKS.certificate())),
                        null)
                .trusted();
    }

    private void refused(String reason, UnaryOperator<byte[]> clock) {
        refused(dated(), reason, clock);
    }

    private void refused(Trusted trusted, String reason, UnaryOperator<byte[]> clock) {
        both(clock).forEach(envelope -> refused(trusted, reason, envelope));
    }

    private void refused(Trusted trusted, String reason, Envelope envelope) {
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(IMAGE, envelope, trusted))
                .withMessageContaining(reason);
    }
}
