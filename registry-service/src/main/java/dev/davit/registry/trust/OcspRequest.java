package dev.davit.registry.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Asks whether a certificate was revoked (RFC 6960). */
final class OcspRequest {

    private static final String SIGNS_ANSWERS = "1.3.6.1.5.5.7.3.9";
    private static final int MOST = 5; // certificates of an answer

    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final X509CertificateHolder encodedIssuer;
    private final DigestCalculatorProvider digests;

    OcspRequest(X509Certificate certificate, X509Certificate issuer) throws Untrusted {
        this.certificate = certificate;
        this.issuer = issuer;
        try {
            this.encodedIssuer = new JcaX509CertificateHolder(issuer);
            this.digests = new JcaDigestCalculatorProviderBuilder().build();
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new Untrusted("it cannot be asked about: " + impossible.getMessage());
        }
    }

    // SHA-1 names the issuer, as most servers know nothing else: nothing is signed by it.
    byte[] encoded() throws Untrusted {
        try {
            CertificateID id = new CertificateID(
                    digests.get(CertificateID.HASH_SHA1), encodedIssuer, certificate.getSerialNumber());
            return new OCSPReqBuilder().addRequest(id).build().getEncoded();
        } catch (OCSPException | OperatorCreationException | IOException impossible) {
            throw new Untrusted("it cannot be asked about: " + impossible.getMessage());
        }
    }

    /** Refuses answers that neither the issuer gave nor somebody whom it charged with that. */
    RevocationStatus read(byte[] answer, Instant now) throws Untrusted {
        try {
            Nesting.check(answer);
            OCSPResp response = new OCSPResp(answer);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new Untrusted("the server answers with status " + response.getStatus());
            }
            checkSigned(basic, now);
            for (SingleResp single : basic.getResponses()) {
                if (isAbout(single)) {
                    return status(single, now);
                }
            }
            throw new Untrusted("the answer is about another certificate");
        } catch (OCSPException
                | IOException
                | GeneralSecurityException
                | RuntimeException malformed) { // the library's, of what is no ASN.1
            throw new Untrusted("the answer cannot be read: " + malformed.getMessage());
        }
    }

    private void checkSigned(BasicOCSPResp answer, Instant now) throws Untrusted, GeneralSecurityException {
        if (!Chain.isWeak(new DefaultSignatureNameFinder().getAlgorithmName(answer.getSignatureAlgorithmID()))) {
            List<X509Certificate> responders = new ArrayList<>(List.of(issuer));
            for (X509CertificateHolder each :
                    Arrays.stream(answer.getCerts()).limit(MOST).toList()) {
                responders.add(new JcaX509CertificateConverter().getCertificate(each));
            }
            for (X509Certificate responder : responders) {
                if (mayAnswer(responder, now) && signed(answer, responder)) {
                    return;
                }
            }
        }
        throw new Untrusted("the answer is not by the issuer");
    }

    // A key of another kind than the signature's is an error to the library, and only not the right one here.
    private static boolean signed(BasicOCSPResp answer, X509Certificate responder) {
        try {
            return answer.isSignatureValid(new JcaContentVerifierProviderBuilder().build(responder));
        } catch (OCSPException | OperatorCreationException other) {
            return false;
        }
    }

    private boolean mayAnswer(X509Certificate responder, Instant now) {
        if (responder.equals(issuer)) {
            return true;
        }
        try {
            responder.checkValidity(Date.from(now));
            responder.verify(issuer.getPublicKey());
            List<String> purposes = responder.getExtendedKeyUsage();
            return responder.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && purposes != null
                    && purposes.contains(SIGNS_ANSWERS)
                    && KeySignature.isStrong(responder.getPublicKey())
                    && !Chain.isWeak(responder.getSigAlgName());
        } catch (GeneralSecurityException stranger) {
            return false;
        }
    }

    private boolean isAbout(SingleResp single) throws OCSPException {
        return single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
                && single.getCertID().matchesIssuer(encodedIssuer, digests);
    }

    private static RevocationStatus status(SingleResp single, Instant now) throws Untrusted {
        Date next = single.getNextUpdate();
        if (next == null
                || !next.toInstant().isAfter(now)
                || single.getThisUpdate().toInstant().isAfter(now.plus(RevocationList.SKEW))) {
            throw new Untrusted("the answer is out of date");
        }
        CertificateStatus status = single.getCertStatus(); // null: good
        boolean revoked = status instanceof RevokedStatus;
        if (status != null && !revoked) {
            throw new Untrusted("the server does not know it");
        }
        return new RevocationStatus(revoked, next.toInstant());
    }
}
