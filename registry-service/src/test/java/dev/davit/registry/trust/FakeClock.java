package dev.davit.registry.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A timestamp authority (RFC 3161), of which a test can make a wrong one. */
final class FakeClock {

    private final KeyPair keys = Signing.keys("P-256");
    private final Authority authority;
    private final X509Certificate certificate;

    FakeClock(String name) {
        this(new Authority(name), draft -> draft);
    }

    FakeClock(Authority authority, UnaryOperator<Authority.Draft> change) {
        this.authority = authority;
        this.certificate = authority.signer(
                "CN=timestamps",
                keys.getPublic(),
                draft -> change.apply(draft.lasting(Duration.ofDays(-9), Duration.ofDays(9))
                        .with(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))));
    }

    X509Certificate certificate() {
        return certificate;
    }

    X509Certificate authority() {
        return authority.certificate();
    }

    /** What notation keeps. */
    byte[] token(byte[] signature, Instant time) {
        return token(signature, time, 0);
    }

    /** The same, that is exact to so many seconds. */
    byte[] token(byte[] signature, Instant time, int accuracy) {
        try {
            return signed(signature, time, accuracy).getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What cosign keeps. */
    byte[] response(byte[] signature, Instant time) {
        try {
            return new TimeStampResp(
                            new PKIStatusInfo(PKIStatus.granted),
                            signed(signature, time, 0).toASN1Structure())
                    .getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CMSSignedData signed(byte[] signature, Instant time, int accuracy) {
        TSTInfo info = new TSTInfo(
                new ASN1ObjectIdentifier("1.2.3.4"),
                new MessageImprint(
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), FakeSigstore.sha256(signature)),
                new ASN1Integer(BigInteger.TWO),
                new ASN1GeneralizedTime(Date.from(time)),
                accuracy == 0 ? null : new Accuracy(new ASN1Integer(accuracy), null, null),
                null,
                null,
                null,
                null);
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes()))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate, authority())));
            return generator.generate(
                    new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded()), true);
        } catch (GeneralSecurityException | CMSException | IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private AttributeTable attributes() throws GeneralSecurityException {
        SigningCertificateV2 named =
                new SigningCertificateV2(new ESSCertIDv2(FakeSigstore.sha256(certificate.getEncoded())));
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(named)));
        return new AttributeTable(attributes);
    }
}
