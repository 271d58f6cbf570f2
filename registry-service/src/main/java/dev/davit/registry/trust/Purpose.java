package dev.davit.registry.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What the certificate of a signer has to be for, as notation's specification has it ("Leaf Certificates"). */
enum Purpose {
    CODE_SIGNING("signing code"),
    TIME_STAMPING("timestamps");

    private static final String USAGE = "2.5.29.15";
    private static final String EXTENDED_USAGE = "2.5.29.37";
    private static final String CODE = "1.3.6.1.5.5.7.3.3";
    private static final String TIME = "1.3.6.1.5.5.7.3.8";
    // Any, servers, clients, mail, timestamps, OCSP.
    private static final Set<String> OTHERS = Set.of(
            "2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4", TIME, "1.3.6.1.5.5.7.3.9");

    private final String text;

    Purpose(String text) {
        this.text = text;
    }

    void check(X509Certificate signer) throws Untrusted {
        if (signer.getBasicConstraints() >= 0 || !signs(signer) || !fits(signer)) {
            throw new Untrusted(
                    "its certificate (" + signer.getSubjectX500Principal().getName() + ") is not for " + text);
        }
    }

    // Bit 0 is digitalSignature; 1, nonRepudiation, may be there; the others are of certificates for something else.
    private static boolean signs(X509Certificate signer) {
        boolean[] usage = signer.getKeyUsage();
        return usage != null
                && usage[0]
                && IntStream.range(2, usage.length).noneMatch(bit -> usage[bit])
                && KeySignature.isStrong(signer.getPublicKey());
    }

    private boolean fits(X509Certificate signer) throws Untrusted {
        try {
            List<String> purposes = signer.getExtendedKeyUsage();
            Set<String> critical = signer.getCriticalExtensionOIDs();
            return switch (this) {
                case CODE_SIGNING ->
                    critical.contains(USAGE)
                            && (purposes == null
                                    || (purposes.contains(CODE) && Collections.disjoint(purposes, OTHERS)));
                case TIME_STAMPING ->
                    critical.contains(EXTENDED_USAGE) && List.of(TIME).equals(purposes);
            };
        } catch (CertificateParsingException malformed) {
            throw new Untrusted("its certificate cannot be read");
        }
    }
}
