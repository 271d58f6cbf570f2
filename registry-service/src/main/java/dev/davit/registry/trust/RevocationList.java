package dev.davit.registry.trust;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A list of revoked certificates (CRL, RFC 5280) by the issuer itself. Lists of changes alone are none. The library's
 * reader takes a third of the memory of the JDK's, which has objects for each of the entries from the start.
 */
final class RevocationList {

    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int SIGNS_LISTS = 6;

    private final X509CRLHolder list;

    private RevocationList(X509CRLHolder list) {
        this.list = list;
    }

    /** Refuses what the issuer did not sign. */
    static RevocationList parse(byte[] content, X509Certificate issuer) throws Untrusted {
        try {
            X509CRLHolder list = read(content);
            boolean[] usage = issuer.getKeyUsage();
            String algorithm = new DefaultSignatureNameFinder()
                    .getAlgorithmName(list.toASN1Structure().getSignatureAlgorithm());
            if (list.getIssuer()
                            .equals(X500Name.getInstance(
                                    issuer.getSubjectX500Principal().getEncoded()))
                    && (usage == null || usage[SIGNS_LISTS])
                    && !Chain.isWeak(algorithm)
                    && list.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer.getPublicKey()))) {
                return new RevocationList(list);
            }
            throw new Untrusted("the list of revoked certificates is not by the issuer");
        } catch (IOException
                | CertException
                | OperatorCreationException
                | RuntimeException malformed) { // the library's, of what is no ASN.1
            throw new Untrusted("the list of revoked certificates is not by the issuer: " + malformed.getMessage());
        }
    }

    // Both are common: servers send DER, tools write PEM.
    private static X509CRLHolder read(byte[] content) throws IOException, Untrusted {
        byte[] encoded = content;
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.startsWith("-----BEGIN")) {
            try (PemReader reader = new PemReader(new StringReader(text))) {
                encoded = reader.readPemObject().getContent();
            }
        }
        Nesting.check(encoded);
        return new X509CRLHolder(encoded);
    }

    /** Refuses to say anything of certificates that it is not about, or when it is out of date. */
    RevocationStatus status(X509Certificate certificate, Instant now) throws Untrusted {
        if (list.getNextUpdate() == null
                || !list.getNextUpdate().toInstant().isAfter(now)
                || list.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
            throw new Untrusted("the list of revoked certificates is out of date");
        }
        if (!Set.of(Extension.issuingDistributionPoint).containsAll(list.getCriticalExtensionOIDs())) {
            throw new Untrusted("the list of revoked certificates is of a kind that is not supported");
        }
        try {
            if (!isAbout(certificate)) {
                throw new Untrusted("the list of revoked certificates is not about this one");
            }
            return new RevocationStatus(
                    list.getRevokedCertificate(certificate.getSerialNumber()) != null,
                    list.getNextUpdate().toInstant());
        } catch (RuntimeException malformed) { // the library's, of what is no ASN.1
            throw new Untrusted("the list of revoked certificates cannot be read: " + malformed.getMessage());
        }
    }

    private boolean isAbout(X509Certificate certificate) throws Untrusted {
        Extension extension = list.getExtension(Extension.issuingDistributionPoint);
        if (extension == null) {
            return true;
        }
        IssuingDistributionPoint scope = IssuingDistributionPoint.getInstance(extension.getParsedValue());
        boolean authority = certificate.getBasicConstraints() >= 0;
        List<String> named = RevocationUrls.of(scope.getDistributionPoint());
        return !scope.isIndirectCRL()
                && !scope.onlyContainsAttributeCerts()
                && scope.getOnlySomeReasons() == null
                && !(authority ? scope.onlyContainsUserCerts() : scope.onlyContainsCACerts())
                && (scope.getDistributionPoint() == null
                        || !Collections.disjoint(
                                named, RevocationUrls.of(certificate).lists()));
    }
}
