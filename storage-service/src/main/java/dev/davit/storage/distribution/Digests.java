package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.hash.Hashes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests as registries write them. */
final class Digests {

    private static final Pattern SHA256 = Pattern.compile("sha256:[a-f0-9]{64}");
    private static final Pattern SHA512 = Pattern.compile("sha512:[a-f0-9]{128}");

    private Digests() {}

    static boolean isDigest(String text) {
        return SHA256.matcher(text).matches() || SHA512.matcher(text).matches();
    }

    /** The digest itself, if it is one: it becomes part of URLs and file names. */
    static String checked(String digest) {
        if (!isDigest(digest)) {
            throw DavitException.invalid("invalid checksum digest format: " + Quoted.of(digest));
        }
        return digest;
    }

    /** Computes digests of the same algorithm as {@code digest}. */
    static MessageDigest hasherOf(String digest) {
        return digest.startsWith("sha512:") ? Hashes.sha512() : Hashes.sha256();
    }

    static MessageDigest sha256() {
        return Hashes.sha256();
    }

    /** The digest in {@code hasher}, which begins anew. */
    static String finish(MessageDigest hasher) {
        String name = hasher.getAlgorithm().equals("SHA-512") ? "sha512:" : "sha256:";
        return name + HexFormat.of().formatHex(hasher.digest());
    }

    static boolean matches(String digest, byte[] bytes) {
        MessageDigest hasher = hasherOf(digest);
        hasher.update(bytes);
        return finish(hasher).equals(digest);
    }
}
