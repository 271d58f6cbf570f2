package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTests {

    private static final Image IMAGE =
            new Image("team/app", "sha256:" + "ab".repeat(32), 500, "application/vnd.oci.image.manifest.v1+json");
    private static final Authority AUTHORITY = new Authority("CN=authority");
    private static final KeyPair KEYS = Signing.keys("P-256");

    private final FakeRevocation servers = new FakeRevocation(AUTHORITY);
    private final Verifier verifier = new Verifier(new Sigstore(Trusting.nobody()), new Revocation(servers));

    @Test
    void certificateThatIsNotRevokedCountsUntilItIsAskedAfterAgain() throws Untrusted {
        X509Certificate signer =
                servers.signer("CN=build", KEYS.getPublic(), FakeRevocation.LIST, FakeRevocation.SERVER);
        Instant until = verify(signer);
        assertThat(until)
                .isBetween(Instant.now().plusSeconds(1700), Instant.now().plusSeconds(1800));
        verify(signer);
        assertThat(servers.asked).containsExactly(FakeRevocation.SERVER); // and remembered
    }

    @Test
    void certificateThatNamesNoServersCannotBeRevoked() throws Untrusted {
        X509Certificate signer = AUTHORITY.signer("CN=build", KEYS.getPublic());
        assertThat(verify(signer)).isEqualTo(signer.getNotAfter().toInstant());
        assertThat(servers.asked).isEmpty();
    }

    @Test
    void certificateThatWasRevokedDoesNotCount() {
        for (X509Certificate signer : List.of(
                AUTHORITY.signer("CN=build", KEYS.getPublic(), d -> FakeRevocation.listed(d, FakeRevocation.LIST)),
                AUTHORITY.signer("CN=build", KEYS.getPublic(), d -> FakeRevocation.served(d, FakeRevocation.SERVER)))) {
            servers.revoke(signer);
            refused("was revoked", signer);
        }
        assertThat(servers.asked).containsExactly(FakeRevocation.LIST, FakeRevocation.SERVER);
    }

    @Test
    void authorityBetweenThatWasRevokedDoesNotCount() {
        Authority between = AUTHORITY.below("CN=between", draft -> FakeRevocation.listed(draft, FakeRevocation.LIST));
        servers.revoke(between.certificate());
        refused("CN=between was revoked", between.signer("CN=build", KEYS.getPublic()), between.certificate());
    }

    @Test
    void certificateOfWhichNobodySaysWhetherItWasRevokedDoesNotCount() {
        servers.dead.addAll(List.of(FakeRevocation.LIST, FakeRevocation.SERVER));
        X509Certificate signer = both();
        refused("nobody says", signer);
        refused("nobody there", signer);
        assertThat(servers.asked).containsExactly(FakeRevocation.SERVER, FakeRevocation.LIST); // once for both
    }

    @Test
    void listsAreLookedAtWhenTheServerDoesNotKnow() throws Untrusted {
        servers.unknown = true;
        verify(both());
        X509Certificate signer = both();
        servers.revoke(signer);
        refused("was revoked", signer);
        refused(
                "does not know",
                AUTHORITY.signer(
                        "CN=build", KEYS.getPublic(), draft -> FakeRevocation.served(draft, FakeRevocation.SERVER)));
    }

    @Test
    void whatIsOutOfDateSaysNothing() {
        servers.lasting = Duration.ofSeconds(-1);
        refused("out of date", both());
    }

    @Test
    void answerThatIsNoneSaysNothing() throws Untrusted {
        OcspRequest request = new OcspRequest(both(), AUTHORITY.certificate());
        for (byte[] answer : List.of(new byte[0], new byte[] {1, 2, 3}, NestingTests.told(10_000), request.encoded())) {
            assertThatExceptionOfType(Untrusted.class).isThrownBy(() -> request.read(answer, Instant.now()));
        }
    }

    @Test
    void whatSomebodyElseSignedSaysNothing() {
        servers.key = Signing.keys("P-256").getPrivate();
        refused("not by the issuer", both());
        refused(
                "not by the issuer",
                AUTHORITY.signer(
                        "CN=build", KEYS.getPublic(), draft -> FakeRevocation.served(draft, FakeRevocation.SERVER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "RSA"})
    void answersAreTakenFromWhomTheIssuerChargedWithThat(String kind) throws Untrusted {
        KeyPair theirs = Signing.keys(kind);
        servers.key = theirs.getPrivate();
        servers.dead.add(FakeRevocation.LIST);
        servers.responder = AUTHORITY.signer("CN=answers", theirs.getPublic());
        refused("nobody says", both());
        servers.responder =
                new Authority("CN=authority").signer("CN=answers", theirs.getPublic(), RevocationTests::answers);
        refused("nobody says", both());
        servers.responder = AUTHORITY.signer("CN=answers", theirs.getPublic(), RevocationTests::answers);
        verify(both());
    }

    private static Authority.Draft answers(Authority.Draft draft) {
        return draft.with(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }

    @Test
    void listAboutOtherCertificatesSaysNothing() throws Untrusted {
        servers.dead.add(FakeRevocation.SERVER);
        servers.scope = new IssuingDistributionPoint(null, false, true, null, false, false);
        refused("not about this one", both());
        servers.scope = new IssuingDistributionPoint(
                null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false);
        refused("not about this one", both());
        servers.scope = new IssuingDistributionPoint(null, false, false, null, true, false);
        refused("not about this one", both());
        servers.scope = new IssuingDistributionPoint(
                FakeRevocation.point("http://crl.example/other"), false, false, null, false, false);
        refused("not about this one", both());
        servers.scope = new IssuingDistributionPoint(
                FakeRevocation.point(FakeRevocation.LIST), true, false, null, false, false);
        verify(both());
    }

    @Test
    void listOfAnotherKindSaysNothing() {
        servers.dead.add(FakeRevocation.SERVER);
        servers.changesSince = 1;
        refused("of a kind that is not supported", both());
    }

    @Test
    void nobodyIsAskedWhereAListIsAtHand() throws Untrusted {
        servers.held.add(new FakeRevocation(new Authority("CN=authority")).list()); // of somebody else
        servers.held.add(servers.list());
        verify(both());
        X509Certificate signer = both();
        servers.revoke(signer);
        servers.held.add(Signing.pem("X509 CRL", servers.list()).getBytes(StandardCharsets.US_ASCII));
        servers.held.add(new byte[] {1, 2, 3});
        servers.held.add(NestingTests.open(300_000));
        servers.held.add(Signing.pem("X509 CRL", NestingTests.open(300_000)).getBytes(StandardCharsets.US_ASCII));
        servers.held.add("-----BEGIN".getBytes(StandardCharsets.US_ASCII));
        refused("was revoked", signer);
        assertThat(servers.asked).isEmpty();
    }

    @Test
    void whatWasSaidHoldsAsLongAsItSaidAlsoWhileNobodyAnswers() throws Untrusted {
        Revocation revocation = new Revocation(servers);
        List<X509Certificate> path = List.of(both(), AUTHORITY.certificate());
        servers.lasting = Duration.ofHours(3);
        Instant again = revocation.check(path, Instant.now());
        assertThat(again)
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
        servers.dead.addAll(List.of(FakeRevocation.LIST, FakeRevocation.SERVER));
        assertThat(revocation.check(path, again.plusSeconds(1))).isEqualTo(again.plusSeconds(61));
        assertThat(servers.asked).hasSize(3);
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> revocation.check(path, Instant.now().plus(Duration.ofHours(4))))
                .withMessageContaining("nobody says");
    }

    @Test
    void clockThatWasRevokedDoesNotCount() throws Untrusted {
        FakeClock clock = new FakeClock(AUTHORITY, draft -> FakeRevocation.served(draft, FakeRevocation.SERVER));
        NotationDraft draft =
                new NotationDraft(KEYS.getPrivate(), List.of(AUTHORITY.signer("CN=build", KEYS.getPublic())), IMAGE);
        draft.clock = signature -> clock.token(signature, Instant.now());
        Trusted trusted = Trusting.certificates(AUTHORITY.certificate(), AUTHORITY.certificate(), true);
        assertThat(verifier.verify(IMAGE, draft.jws(), trusted))
                .isBefore(Instant.now().plusSeconds(1801));
        servers.revoke(clock.certificate());
        Verifier anew = new Verifier(new Sigstore(Trusting.nobody()), new Revocation(servers));
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> anew.verify(IMAGE, draft.jws(), trusted))
                .withMessageContaining("CN=timestamps was revoked");
    }

    private X509Certificate both() {
        return servers.signer("CN=build", KEYS.getPublic(), FakeRevocation.LIST, FakeRevocation.SERVER);
    }

    private Instant verify(X509Certificate... chain) throws Untrusted {
        NotationDraft draft = new NotationDraft(KEYS.getPrivate(), List.of(chain), IMAGE);
        return verifier.verify(IMAGE, draft.jws(), Trusting.certificates(AUTHORITY.certificate(), null, true));
    }

    private void refused(String reason, X509Certificate... chain) {
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verify(chain))
                .withMessageContaining(reason);
    }
}
