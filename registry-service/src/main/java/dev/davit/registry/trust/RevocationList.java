package dev.davit.registry.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/** A list of revoked certificates (CRL, RFC 5280) by the issuer itself. Lists of changes alone are none. */
final class RevocationList {

    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int SIGNS_LISTS = 6;

    private final X509CRL list;

    private RevocationList(X509CRL list) {
        this.list = list;
    }

    /** Refuses what the issuer did not sign. */
    static RevocationList parse(byte[] content, X509Certificate issuer) throws Untrusted {
        try {
            X509CRL list =
                    (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(content));
            boolean[] usage = issuer.getKeyUsage();
            if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    || (usage != null && !usage[SIGNS_LISTS])
                    || Chain.isWeak(list.getSigAlgName())) {
                throw new Untrusted("the list of revoked certificates is not by the issuer");
            }
            list.verify(issuer.getPublicKey());
            return new RevocationList(list);
        } catch (GeneralSecurityException | ClassCastException malformed) {
            throw new Untrusted("the list of revoked certificates is not by the issuer: " + malformed.getMessage());
        }
    }

    /** Refuses to say anything of certificates that it is not about, or when it is out of date. */
    RevocationStatus status(X509Certificate certificate, Instant now) throws Untrusted {
        if (list.getNextUpdate() == null
                || !list.getNextUpdate().toInstant().isAfter(now)
                || list.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
            throw new Untrusted("the list of revoked certificates is out of date");
        }
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical != null
                && !Set.of(Extension.issuingDistributionPoint.getId()).containsAll(critical)) {
            throw new Untrusted("the list of revoked certificates is of a kind that is not supported");
        }
        if (!isAbout(certificate)) {
            throw new Untrusted("the list of revoked certificates is not about this one");
        }
        return new RevocationStatus(
                list.getRevokedCertificate(certificate) != null,
                list.getNextUpdate().toInstant());
    }

    private boolean isAbout(X509Certificate certificate) throws Untrusted {
        IssuingDistributionPoint scope = scope();
        if (scope == null) {
            return true;
        }
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

    private @Nullable IssuingDistributionPoint scope() throws Untrusted {
        byte[] extension = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
        try {
            return extension == null
                    ? null
                    : IssuingDistributionPoint.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new Untrusted("the list of revoked certificates cannot be read");
        }
    }
}
