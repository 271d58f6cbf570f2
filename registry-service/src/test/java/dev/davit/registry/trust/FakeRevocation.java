package dev.davit.registry.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Servers of an authority, as a test wants them: what they revoked, and whether they answer. */
public final class FakeRevocation implements RevocationSource {

    public static final String LIST = "http://crl.example/list";
    public static final String SERVER = "http://ocsp.example/ask";

    private final Authority authority;
    final List<X509Certificate> revoked = new ArrayList<>();
    final List<byte[]> held = new ArrayList<>();
    final Set<String> dead = new HashSet<>();
    final List<String> asked = new ArrayList<>();
    Duration lasting = Duration.ofMinutes(30);
    boolean unknown;
    int changesSince;
    PrivateKey key;

    @Nullable X509Certificate responder;

    @Nullable IssuingDistributionPoint scope;

    public FakeRevocation(Authority authority) {
        this.authority = authority;
        this.key = authority.key();
    }

    public void revoke(X509Certificate certificate) {
        revoked.add(certificate);
    }

    static Authority.Draft listed(Authority.Draft draft, String url) {
        return draft.with(
                Extension.cRLDistributionPoints,
                new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point(url), null, null)}));
    }

    static DistributionPointName point(String url) {
        return new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    }

    static Authority.Draft served(Authority.Draft draft, String url) {
        return draft.with(
                Extension.authorityInfoAccess,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    }

    /** A certificate that names both. */
    public X509Certificate signer(String subject, java.security.PublicKey publicKey, String list, String server) {
        return authority.signer(subject, publicKey, draft -> served(listed(draft, list), server));
    }

    @Override
    public List<byte[]> held() {
        return held;
    }

    @Override
    public byte[] list(String url) throws IOException {
        answer(url);
        return list();
    }

    @Override
    public byte[] ask(String url, byte[] request) throws IOException {
        answer(url);
        return answer(request);
    }

    private void answer(String url) throws IOException {
        asked.add(url);
        if (dead.contains(url)) {
            throw new IOException("nobody there");
        }
    }

    /** What is revoked. */
    public byte[] list() {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(
                    X500Name.getInstance(
                            authority.certificate().getSubjectX500Principal().getEncoded()),
                    Date.from(Instant.now().minusSeconds(60)));
            builder.setNextUpdate(Date.from(Instant.now().plus(lasting)));
            for (X509Certificate each : revoked) {
                builder.addCRLEntry(each.getSerialNumber(), Date.from(Instant.now()), CRLReason.keyCompromise);
            }
            if (changesSince > 0) {
                builder.addExtension(
                        Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.valueOf(changesSince)));
            }
            if (scope != null) {
                builder.addExtension(Extension.issuingDistributionPoint, true, scope);
            }
            return builder.build(new JcaContentSignerBuilder(Signing.algorithm(key)).build(key))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is to say of the certificate that a request is about. */
    public byte[] answer(byte[] request) throws IOException {
        try {
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(new X500Name("CN=whoever")));
            for (Req each : new OCSPReq(request).getRequestList()) {
                boolean gone = revoked.stream()
                        .anyMatch(certificate -> certificate
                                .getSerialNumber()
                                .equals(each.getCertID().getSerialNumber()));
                CertificateStatus status =
                        gone ? new RevokedStatus(Date.from(Instant.now()), CRLReason.keyCompromise) : null;
                builder.addResponse(
                        each.getCertID(),
                        unknown ? new UnknownStatus() : status,
                        Date.from(Instant.now().minusSeconds(60)),
                        Date.from(Instant.now().plus(lasting)));
            }
            X509CertificateHolder[] certificates = responder == null
                    ? new X509CertificateHolder[0]
                    : new X509CertificateHolder[] {new JcaX509CertificateHolder(responder)};
            return new OCSPRespBuilder()
                    .build(
                            OCSPResp.SUCCESSFUL,
                            builder.build(
                                    new JcaContentSignerBuilder(Signing.algorithm(key)).build(key),
                                    certificates,
                                    Date.from(Instant.now())))
                    .getEncoded();
        } catch (OCSPException | OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
