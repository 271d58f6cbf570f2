package dev.davit.storage.blob;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 in the making. A JVM without its second compiler takes ten times as long for it as the processor could, so
 * OpenSSL does it where the host has that.
 */
public abstract sealed class Sha256 permits Sha256.Jdk, OpenSslSha256 {

    /** A new one. */
    public static Sha256 begin() {
        return OpenSslSha256.available() ? new OpenSslSha256() : new Jdk();
    }

    /** Takes bytes in. */
    public abstract void update(byte[] bytes, int offset, int length);

    abstract byte[] end();

    /** The digest of all, {@code sha256:…}; once. */
    public String digest() {
        return "sha256:" + HexFormat.of().formatHex(end());
    }

    /** The JDK's own. */
    static final class Jdk extends Sha256 {

        private final MessageDigest digest;

        Jdk() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-256", impossible);
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        byte[] end() {
            return digest.digest();
        }
    }
}
