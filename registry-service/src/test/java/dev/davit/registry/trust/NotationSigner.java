package dev.davit.registry.trust;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** The algorithms of RFC 7518, as the JDK names them. */
final class NotationSigner {

    private NotationSigner() {}

    static Signature of(String name) throws GeneralSecurityException {
        String bits = name.substring(2);
        if (name.startsWith("ES")) {
            return Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
        }
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.setParameter(new PSSParameterSpec(
                "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), Integer.parseInt(bits) / 8, 1));
        return signer;
    }
}
