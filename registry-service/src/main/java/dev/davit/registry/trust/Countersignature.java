package dev.davit.registry.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.bouncycastle.util.Selector;
import org.jspecify.annotations.Nullable;

/**
 * notation's timestamp countersignature (RFC 3161): an authority saw the signature at a time.
 *
 * @param earliest and {@code latest}: the time, as exact as the authority knows it
 * @param path the authority's certificates
 */
record Countersignature(Instant earliest, Instant latest, List<X509Certificate> path) {

    private static final int LIMIT = 64 * 1024; // they have a few KB
    private static final int MOST = 10; // certificates
    private static final ASN1ObjectIdentifier BASELINE = new ASN1ObjectIdentifier("0.4.0.2023.1.1"); // RFC 3628, 5.2
    private static final Map<ASN1ObjectIdentifier, String> HASHES = Map.of(
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384",
            NISTObjectIdentifiers.id_sha512, "SHA-512");

    /** Refuses what is not about this signature, or by none of the authorities. */
    static Countersignature verify(byte @Nullable [] token, byte[] signature, Collection<X509Certificate> authorities)
            throws Untrusted {
        if (token == null || token.length == 0) {
            throw new Untrusted("it has no timestamp, as the policy asks");
        }
        if (token.length > LIMIT) {
            throw new Untrusted("its timestamp has more than " + LIMIT + " bytes");
        }
        try {
            Nesting.check(token);
            TimeStampToken stamp = new TimeStampToken(new CMSSignedData(token));
            checkImprint(stamp.getTimeStampInfo(), signature);
            List<X509Certificate> certificates = certificates(stamp, null);
            X509Certificate signer = signer(stamp);
            checkAlgorithms(stamp);
            stamp.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            Instant time = stamp.getTimeStampInfo().getGenTime().toInstant();
            Duration accuracy = accuracy(stamp.getTimeStampInfo());
            return new Countersignature(
                    time.minus(accuracy),
                    time.plus(accuracy),
                    Chain.of(signer, certificates).path(authorities, Purpose.TIME_STAMPING, time));
        } catch (Untrusted untrusted) {
            throw new Untrusted("its timestamp does not count: " + untrusted.reason());
        } catch (TSPException
                | CMSException
                | IOException
                | OperatorCreationException
                | GeneralSecurityException
                | RuntimeException malformed) { // the library's, of what is no ASN.1
            throw new Untrusted("its timestamp does not count: " + malformed.getMessage());
        }
    }

    private static void checkImprint(TimeStampTokenInfo info, byte[] signature)
            throws Untrusted, GeneralSecurityException {
        String hash = HASHES.get(info.getMessageImprintAlgOID());
        if (hash == null
                || !MessageDigest.isEqual(
                        info.getMessageImprintDigest(),
                        MessageDigest.getInstance(hash).digest(signature))) {
            throw new Untrusted("it is one of another signature");
        }
    }

    private static List<X509Certificate> certificates(
            TimeStampToken stamp, @Nullable Selector<X509CertificateHolder> which)
            throws Untrusted, GeneralSecurityException {
        Collection<X509CertificateHolder> found = stamp.getCertificates().getMatches(which);
        if (found.size() > MOST) {
            throw new Untrusted("it has more than " + MOST + " certificates");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder each : found) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(each));
        }
        return certificates;
    }

    @SuppressWarnings("unchecked") // what the library does not say: it selects certificates
    private static X509Certificate signer(TimeStampToken stamp) throws Untrusted, GeneralSecurityException {
        List<X509Certificate> found = certificates(stamp, stamp.getSID());
        if (found.size() != 1) {
            throw new Untrusted("the certificate of who made it is not there");
        }
        return found.getFirst();
    }

    // RFC 5816: the certificate's hash is signed too, and by something better than SHA-1.
    private static void checkAlgorithms(TimeStampToken stamp) throws Untrusted {
        SignerInformation signer =
                stamp.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
        String algorithm = new DefaultAlgorithmNameFinder()
                .getAlgorithmName(new ASN1ObjectIdentifier(signer.getEncryptionAlgOID()));
        if (!HASHES.containsKey(new ASN1ObjectIdentifier(signer.getDigestAlgOID()))
                || Chain.isWeak(algorithm)
                || stamp.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2) == null) {
            throw new Untrusted("it is by an algorithm that is too weak");
        }
    }

    private static Duration accuracy(TimeStampTokenInfo info) {
        GenTimeAccuracy accuracy = info.getGenTimeAccuracy();
        if (accuracy == null) {
            return BASELINE.equals(info.getPolicy()) ? Duration.ofSeconds(1) : Duration.ZERO;
        }
        return Duration.ofSeconds(accuracy.getSeconds())
                .plusMillis(accuracy.getMillis())
                .plusNanos(accuracy.getMicros() * 1000L);
    }

    /** Refuses certificates that were not valid all that time. */
    void checkValid(List<X509Certificate> certificates) throws Untrusted {
        for (X509Certificate certificate : certificates) {
            if (earliest.isBefore(certificate.getNotBefore().toInstant())
                    || latest.isAfter(certificate.getNotAfter().toInstant())) {
                throw new Untrusted("the certificate "
                        + certificate.getSubjectX500Principal().getName() + " was not valid when it was made, at "
                        + earliest);
            }
        }
    }
}
