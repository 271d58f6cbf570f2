package dev.davit.registry.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;

/** The algorithms of notation's specification; {@code none}, MACs and others are not among them. */
enum NotationAlgorithm {
    PS256(-37, "SHA-256", 32, 0),
    PS384(-38, "SHA-384", 48, 0),
    PS512(-39, "SHA-512", 64, 0),
    ES256(-7, "SHA-256", 32, 256),
    ES384(-35, "SHA-384", 48, 384),
    ES512(-36, "SHA-512", 64, 521);

    private static final int RSA_BITS = 2048;

    private final int cose;
    private final String hash;
    private final int length;
    private final int curve;

    NotationAlgorithm(int cose, String hash, int length, int curve) {
        this.cose = cose;
        this.hash = hash;
        this.length = length;
        this.curve = curve;
    }

    static NotationAlgorithm ofJws(String name) throws Untrusted {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Untrusted("the algorithm " + name + " is not supported"));
    }

    static NotationAlgorithm ofCose(int id) throws Untrusted {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.cose == id)
                .findFirst()
                .orElseThrow(() -> new Untrusted("the algorithm " + id + " is not supported"));
    }

    void verify(PublicKey key, byte[] signed, byte[] signature) throws Untrusted {
        boolean fits = curve == 0
                ? key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS
                : key instanceof ECPublicKey ec
                        && ec.getParams().getCurve().getField().getFieldSize() == curve;
        if (!fits) {
            throw new Untrusted("its certificate's key is not one for " + this);
        }
        try {
            Signature verifier = verifier();
            verifier.initVerify(key);
            verifier.update(signed);
            if (verifier.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException malformed) {
            throw new Untrusted("its signature is malformed");
        }
        throw new Untrusted("what it says was changed after it was signed");
    }

    private Signature verifier() throws GeneralSecurityException {
        if (curve > 0) {
            return Signature.getInstance(hash.replace("-", "") + "withECDSAinP1363Format");
        }
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), length, 1));
        return verifier;
    }
}
