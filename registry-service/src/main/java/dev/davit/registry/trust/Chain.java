package dev.davit.registry.trust;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The certificates of who signed, theirs first, up to one of the authorities. */
final class Chain {

    private static final int MOST = 10;
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    private final List<X509Certificate> certificates;

    private Chain(List<X509Certificate> certificates) {
        this.certificates = certificates;
    }

    static Chain parse(List<byte[]> encoded) throws Untrusted {
        if (encoded.isEmpty() || encoded.size() > MOST) {
            throw new Untrusted("it has " + encoded.size() + " certificates; 1 to " + MOST + " are expected");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (byte[] each : encoded) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each)));
            }
            return new Chain(certificates);
        } catch (CertificateException malformed) {
            throw new Untrusted("one of its certificates cannot be read");
        }
    }

    X509Certificate signer() {
        return certificates.getFirst();
    }

    /** Until when the chain is valid, as it is now. */
    Instant check(Trusted trusted, Instant now) throws Untrusted {
        try {
            checkSigner(trusted.subjects());
            Instant until = Instant.MAX;
            for (X509Certificate certificate : path(trusted, now)) {
                certificate.checkValidity(Date.from(now));
                Instant end = certificate.getNotAfter().toInstant();
                until = end.isBefore(until) ? end : until;
            }
            return until;
        } catch (CertPathValidatorException untrusted) {
            throw new Untrusted("its certificate (" + signer().getSubjectX500Principal()
                    + ") is not of the authorities, or not valid: " + untrusted.getMessage());
        } catch (CertificateException outdated) {
            throw new Untrusted("a certificate has expired, or is not valid yet: " + outdated.getMessage());
        } catch (GeneralSecurityException malformed) {
            throw new Untrusted("its certificates cannot be verified: " + malformed.getMessage());
        }
    }

    // The certificates from the signer's to the authority's.
    private List<X509Certificate> path(Trusted trusted, Instant now) throws GeneralSecurityException, Untrusted {
        if (trusted.authorities().isEmpty()) {
            throw new Untrusted("it is by a certificate, and no authority is trusted");
        }
        if (trusted.authorities().contains(signer())) {
            return List.of(signer());
        }
        List<X509Certificate> path = certificates.stream()
                .takeWhile(certificate -> !trusted.authorities().contains(certificate))
                .toList();
        Set<TrustAnchor> anchors = trusted.authorities().stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        List<X509Certificate> all = new ArrayList<>(path);
        all.add(result.getTrustAnchor().getTrustedCert());
        return all;
    }

    private void checkSigner(List<LdapName> subjects) throws Untrusted, CertificateException {
        X509Certificate signer = signer();
        boolean[] usage = signer.getKeyUsage();
        List<String> purposes = signer.getExtendedKeyUsage();
        if (signer.getBasicConstraints() >= 0
                || (usage != null && !usage[0])
                || (purposes != null && !purposes.contains(CODE_SIGNING))) {
            throw new Untrusted("its certificate is not for signing code");
        }
        String subject = signer.getSubjectX500Principal().getName();
        if (!subjects.isEmpty() && subjects.stream().noneMatch(name -> covers(name, subject))) {
            throw new Untrusted("it is by " + subject + ", which is none of the subjects");
        }
    }

    private static boolean covers(LdapName wanted, String subject) {
        try {
            return new HashSet<>(new LdapName(subject).getRdns()).containsAll(wanted.getRdns());
        } catch (InvalidNameException unreadable) {
            return false;
        }
    }
}
