package dev.davit.registry.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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

    private final KeyPair keys = Signing.keys("P-256");
    private final X500Name name;
    private final X509Certificate certificate;

    public Authority(String name) {
        this.name = new X500Name(name);
        this.certificate = build(draft(name, keys.getPublic())
                .lasting(Duration.ofDays(-10), Duration.ofDays(10))
                .with(Extension.basicConstraints, new BasicConstraints(true))
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign)));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for signing code, valid for an hour before and after now. */
    public X509Certificate signer(String subject, PublicKey key) {
        return signer(subject, key, draft -> draft);
    }

    X509Certificate signer(String subject, PublicKey key, UnaryOperator<Draft> change) {
        return build(change.apply(draft(subject, key)
                .lasting(Duration.ofHours(-1), Duration.ofHours(1))
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))));
    }

    Draft draft(String subject, PublicKey key) {
        return new Draft(subject, key);
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
        private final java.util.Map<ASN1ObjectIdentifier, ASN1Encodable> extensions = new java.util.LinkedHashMap<>();
        private Instant from = Instant.now();
        private Instant until = Instant.now();

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

        private X509Certificate build() throws GeneralSecurityException, CertIOException, OperatorCreationException {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, BigInteger.TEN, Date.from(from), Date.from(until), subject, key);
            for (var extension : extensions.entrySet()) {
                builder.addExtension(
                        extension.getKey(),
                        extension.getKey().equals(Extension.keyUsage)
                                || extension.getKey().equals(Extension.basicConstraints),
                        extension.getValue());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }
    }
}
