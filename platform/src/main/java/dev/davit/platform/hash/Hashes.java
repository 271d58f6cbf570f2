package dev.davit.platform.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Makes message digests: of OpenSSL where the host has it, since the JDK's own take ten times as long in a JVM without
 * its second compiler, which alone knows the processor's instructions for them.
 */
public final class Hashes {

    private Hashes() {}

    /** A new SHA-256, which can be cloned. For one thread at a time. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    /** A new SHA-512, which can be cloned. For one thread at a time. */
    public static MessageDigest sha512() {
        return digest("SHA-512");
    }

    private static MessageDigest digest(String algorithm) {
        return OpenSsl.present() ? new OpenSslDigest(algorithm) : ofJdk(algorithm);
    }

    static MessageDigest ofJdk(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has both
        }
    }
}
