package dev.davit.platform.id;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Identifiers as Docker shows them. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** 64 random hexadecimal digits, of which the first twelve are never all decimal (a short id is no number). */
    public static String random() {
        byte[] bytes = new byte[32];
        while (true) {
            RANDOM.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            if (!id.substring(0, 12).chars().allMatch(Character::isDigit)) {
                return id;
            }
        }
    }

    /** The first twelve digits. */
    public static String shortId(String id) {
        String digits = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
        return digits.length() > 12 ? digits.substring(0, 12) : digits;
    }
}
