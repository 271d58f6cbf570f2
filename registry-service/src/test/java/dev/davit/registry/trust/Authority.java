package dev.davit.registry.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that signs certificates. */
public final class Authority {

    private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());

    private final KeyPair keys;
    private final X500Name name;
    private final X509Certificate certificate;

    public Authority(String name) {
        this.keys = Signing.keys("P-256");
        this.name = new X500Name(name);
        this.certificate = authority(name, keys.getPublic(), draft -> draft);
    }

    private Authority(String name, KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.name = new X500Name(name);
        this.certificate = certificate;
    }

    /** One whose certificate somebody made. */
    static Authority of(String name, KeyPair keys, X509Certificate certificate) {
        return new Authority(name, keys, certificate);
    }

    X509Certificate below(String subject, PublicKey key) {
        return authority(subject, key, draft -> draft);
    }

    /** One that this one signed. */
    Authority below(String subject, UnaryOperator<Draft> change) {
        KeyPair theirs = Signing.keys("P-256");
        return new Authority(subject, theirs, authority(subject, theirs.getPublic(), change));
    }

    private X509Certificate authority(String subject, PublicKey key, UnaryOperator<Draft> change) {
        return build(change.apply(new Draft(subject, key)
                .lasting(Duration.ofDays(-10), Duration.ofDays(10))
                .with(Extension.basicConstraints, new BasicConstraints(true))
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    /** A certificate for signing code, valid for an hour before and after now. */
    public X509Certificate signer(String subject, PublicKey key) {
        return signer(subject, key, draft -> draft);
    }

    X509Certificate signer(String subject, PublicKey key, UnaryOperator<Draft> change) {
        return build(change.apply(draft(subject, key)));
    }

    Draft draft(String subject, PublicKey key) {
        return new Draft(subject, key)
                .lasting(Duration.ofHours(-1), Duration.ofHours(1))
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
    }

    X509Certificate build(Draft draft) {
        try {
            return draft.build();
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A certificate to be. */
    final class Draft {

        private final X500Name subject;
        private final PublicKey key;
        private final BigInteger serial = BigInteger.valueOf(SERIALS.incrementAndGet());
        private final Map<ASN1ObjectIdentifier, ASN1Encodable> extensions = new LinkedHashMap<>();
        private Instant from = Instant.now();
        private Instant until = Instant.now();
        private String algorithm = "SHA256withECDSA";

        Draft(String subject, PublicKey key) {
            this.subject = new X500Name(subject);
            this.key = key;
        }

        Draft lasting(Duration before, Duration after) {
            from = Instant.now().plus(before);
            until = Instant.now().plus(after);
            return this;
        }

        Draft with(ASN1ObjectIdentifier extension, ASN1Encodable value) {
            extensions.put(extension, value);
            return this;
        }

        Draft without(ASN1ObjectIdentifier extension) {
            extensions.remove(extension);
            return this;
        }

        Draft signedBy(String name) {
            algorithm = name;
            return this;
        }

        private X509Certificate build() throws GeneralSecurityException, CertIOException, OperatorCreationException {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(name, serial, Date.from(from), Date.from(until), subject, key);
            for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : extensions.entrySet()) {
                builder.addExtension(extension.getKey(), critical(extension.getKey()), extension.getValue());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
        }

        private static boolean critical(ASN1ObjectIdentifier extension) {
            return extension.equals(Extension.keyUsage)
                    || extension.equals(Extension.basicConstraints)
                    || extension.equals(Extension.extendedKeyUsage);
        }
    }
}
