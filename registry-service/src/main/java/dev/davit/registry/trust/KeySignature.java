package dev.davit.registry.trust;

import dev.davit.registry.access.BadInput;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** Signatures that name no algorithm: the key says which, so that nobody can choose a weaker one. */
final class KeySignature {

    private static final int RSA_BITS = 2048;

    private KeySignature() {}

    /** Refuses keys that are too weak, or of another kind. */
    static void check(PublicKey key) {
        if (!isStrong(key)) {
            throw new BadInput("a key is too weak, or of a kind that is not supported: ECDSA P-256, P-384, P-521,"
                    + " RSA of at least " + RSA_BITS + " bits, Ed25519 are");
        }
    }

    /** Whether signatures by such a key can count. */
    static boolean isStrong(PublicKey key) {
        return !algorithms(key).isEmpty();
    }

    static boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        return algorithms(key).stream().anyMatch(algorithm -> verifies(algorithm, key, signed, signature));
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    // cosign 2 hashes with SHA-256 whatever the curve, cosign 3 as the curve asks for.
    private static List<String> algorithms(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec ->
                switch (ec.getParams().getCurve().getField().getFieldSize()) {
                    case 256 -> List.of("SHA256withECDSA");
                    case 384 -> List.of("SHA384withECDSA", "SHA256withECDSA");
                    case 521 -> List.of("SHA512withECDSA", "SHA256withECDSA");
                    default -> List.of();
                };
            case RSAPublicKey rsa when rsa.getModulus().bitLength() >= RSA_BITS -> List.of("SHA256withRSA");
            case EdECPublicKey ed -> List.of("Ed25519");
            default -> List.of();
        };
    }
}
