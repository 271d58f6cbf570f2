package dev.davit.registry.reference;

import dev.davit.platform.hash.Hashes;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The digest of a content, written {@code sha256:…}. */
public record Digest(Algorithm algorithm, String hex) implements Reference {

    /** What contents are digested with. */
    public enum Algorithm {
        SHA256("sha256", 64),
        SHA512("sha512", 128);

        private final String prefix;
        private final int digits;

        Algorithm(String prefix, int digits) {
            this.prefix = prefix;
            this.digits = digits;
        }

        /** As in a digest. */
        public String prefix() {
            return prefix;
        }

        /** A fresh computation. */
        public MessageDigest begin() {
            return this == SHA256 ? Hashes.sha256() : Hashes.sha512();
        }

        /** The digest of {@code content}. */
        public Digest of(byte[] content) {
            return end(begin().digest(content));
        }

        /** The digest that a computation ended with. */
        public Digest end(byte[] result) {
            return new Digest(this, HexFormat.of().formatHex(result));
        }

        /** The algorithm of this name, or 400. */
        public static Algorithm parse(String name) {
            for (Algorithm algorithm : values()) {
                if (algorithm.prefix.equals(name)) {
                    return algorithm;
                }
            }
            throw RegistryError.invalid(
                    ErrorCode.DIGEST_INVALID, "unsupported digest algorithm; sha256 and sha512 are supported");
        }
    }

    /** The digest that is written so, or 400. */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw invalid("a digest is written algorithm:hex");
        }
        Algorithm algorithm = Algorithm.parse(text.substring(0, colon));
        String hex = text.substring(colon + 1);
        if (hex.length() != algorithm.digits || !hex.chars().allMatch(Digest::lowerHex)) {
            throw invalid("a digest of " + algorithm.prefix + " has " + algorithm.digits
                    + " hexadecimal digits in lower case");
        }
        return new Digest(algorithm, hex);
    }

    private static boolean lowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static RegistryError invalid(String message) {
        return RegistryError.invalid(ErrorCode.DIGEST_INVALID, message);
    }

    @Override
    public String toString() {
        return algorithm.prefix + ":" + hex;
    }
}
