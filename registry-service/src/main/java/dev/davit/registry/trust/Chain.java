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
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The certificates of who signed, theirs first, up to one of the authorities. */
final class Chain {

    private static final int MOST = 10;
    private static final int SIGNS_CERTIFICATES = 5;

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

    /** Puts certificates in order that came in none. */
    static Chain of(X509Certificate signer, Collection<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(signer));
        Optional<X509Certificate> next = Optional.of(signer);
        while (next.isPresent() && chain.size() < MOST) {
            X509Certificate last = next.get();
            next = others.stream()
                    .filter(other -> !chain.contains(other) && signed(other, last))
                    .findFirst();
            next.ifPresent(chain::add);
        }
        return new Chain(chain);
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            if (issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                certificate.verify(issuer.getPublicKey());
                return true;
            }
        } catch (GeneralSecurityException other) {
            return false;
        }
        return false;
    }

    X509Certificate signer() {
        return certificates.getFirst();
    }

    /** The certificates from the signer's to the authority's, which were all valid at a time. */
    List<X509Certificate> path(Collection<X509Certificate> authorities, Purpose purpose, Instant at) throws Untrusted {
        if (authorities.isEmpty()) {
            throw new Untrusted("it is by a certificate, and no authority is trusted");
        }
        try {
            List<X509Certificate> path = authorities.contains(signer()) ? List.of(signer()) : walk(authorities, at);
            purpose.check(signer());
            checkAuthorities(path);
            for (X509Certificate certificate : path) {
                certificate.checkValidity(Date.from(at));
            }
            return path;
        } catch (CertPathValidatorException untrusted) {
            throw new Untrusted("its certificate (" + signer().getSubjectX500Principal()
                    + ") is not of the authorities, or not valid: " + untrusted.getMessage());
        } catch (CertificateException outdated) {
            throw new Untrusted("a certificate has expired, or is not valid yet: " + outdated.getMessage());
        } catch (GeneralSecurityException malformed) {
            throw new Untrusted("its certificates cannot be verified: " + malformed.getMessage());
        }
    }

    /** Until when all of them are valid. */
    static Instant end(List<X509Certificate> path) {
        return path.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private List<X509Certificate> walk(Collection<X509Certificate> authorities, Instant at)
            throws GeneralSecurityException {
        List<X509Certificate> path = certificates.stream()
                .takeWhile(certificate -> !authorities.contains(certificate))
                .toList();
        PKIXParameters parameters = new PKIXParameters(authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet()));
        parameters.setRevocationEnabled(false); // Revocation looks, within limits
        parameters.setDate(Date.from(at));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        List<X509Certificate> all = new ArrayList<>(path);
        all.add(result.getTrustAnchor().getTrustedCert());
        return all;
    }

    // What the JDK takes: an authority whose path is too short for those below it, weak keys, and SHA-1.
    private static void checkAuthorities(List<X509Certificate> path) throws Untrusted {
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            String name = certificate.getSubjectX500Principal().getName();
            boolean[] usage = certificate.getKeyUsage();
            if (i > 0 && (certificate.getBasicConstraints() < i - 1 || usage == null || !usage[SIGNS_CERTIFICATES])) {
                throw new Untrusted("the certificate " + name + " is not for signing certificates, or not so many");
            }
            boolean anchor = i == path.size() - 1; // believed whatever signed it
            if (!KeySignature.isStrong(certificate.getPublicKey())
                    || (!anchor && isWeak(certificate.getSigAlgName()))) {
                throw new Untrusted("the certificate " + name + " is too weak: RSA below 2048 bits, SHA-1 or older");
            }
        }
    }

    /** Whether signatures of that name can be forged, or might soon. */
    static boolean isWeak(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT).replace("-", "");
        return name.contains("SHA1") || name.contains("MD5") || name.contains("MD2");
    }
}
