package dev.davit.registry.trust;

import dev.davit.registry.access.BadInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as administrators write them. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----\\s*");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private Pem() {}

    static PublicKey key(String pem) {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.matches()) {
            throw new BadInput("a key is to be one PEM block, BEGIN PUBLIC KEY, as `cosign public-key` prints it");
        }
        X509EncodedKeySpec spec;
        try {
            spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        } catch (IllegalArgumentException malformed) {
            throw new BadInput("a key is not base64");
        }
        PublicKey key = ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, spec).stream())
                .findFirst()
                .orElseThrow(() -> new BadInput("a key is neither ECDSA nor RSA nor Ed25519"));
        KeySignature.check(key);
        return key;
    }

    private static Optional<PublicKey> key(String algorithm, X509EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(spec));
        } catch (GeneralSecurityException other) {
            return Optional.empty();
        }
    }

    static X509Certificate certificate(String pem) {
        try {
            List<X509Certificate> all = read(pem);
            if (all.size() != 1) {
                throw new BadInput("each of the certificates is to be one PEM block, BEGIN CERTIFICATE");
            }
            return all.getFirst();
        } catch (CertificateException malformed) {
            throw new BadInput("a certificate cannot be read: " + malformed.getMessage());
        }
    }

    /** Those that a signature holds. */
    static List<X509Certificate> certificates(String pem) throws Untrusted {
        try {
            return read(pem);
        } catch (CertificateException malformed) {
            throw new Untrusted("one of its certificates cannot be read");
        }
    }

    private static List<X509Certificate> read(String pem) throws CertificateException {
        byte[] bytes = pem.strip().getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
