package dev.davit.storage.blob;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Digests as {@code sha256:} and 64 lower-case hexadecimal digits. */
public final class Digests {

    private static final String PREFIX = "sha256:";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digests() {}

    /** A new computation. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** The result of a computation. */
    public static String result(MessageDigest digest) {
        return PREFIX + HexFormat.of().formatHex(digest.digest());
    }

    /** Of bytes. */
    public static String of(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return result(digest);
    }

    /** Whether it is one; anything else must never become a path. */
    public static boolean valid(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** Its digits. */
    public static String hex(String digest) {
        if (!valid(digest)) {
            throw new IllegalArgumentException("no digest: " + digest);
        }
        return digest.substring(PREFIX.length());
    }

    /** The chain id of layers, base first (OCI image-spec); empty for none. */
    public static String chainId(List<String> diffIds) {
        String chain = "";
        for (String diffId : diffIds) {
            chain = chain.isEmpty() ? diffId : of((chain + " " + diffId).getBytes(StandardCharsets.US_ASCII));
        }
        return chain;
    }
}
