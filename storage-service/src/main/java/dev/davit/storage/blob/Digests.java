package dev.davit.storage.blob;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Digests as {@code sha256:} and 64 lower-case hexadecimal digits. */
public final class Digests {

    private static final String PREFIX = "sha256:";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digests() {}

    /** Of bytes. */
    public static String of(byte[] bytes) {
        Sha256 sha = Sha256.begin();
        sha.update(bytes, 0, bytes.length);
        return sha.digest();
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
