package dev.davit.network.ipam;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 addresses as numbers. */
public final class Ipv4 {

    private static final Pattern DOTTED = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private Ipv4() {}

    /** Whether {@code text} is an address in dotted form. */
    public static boolean isAddress(String text) {
        Matcher parts = DOTTED.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(parts.group(i)) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Reads the dotted form. */
    public static int parse(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("invalid IPv4 address: " + text);
        }
        int address = 0;
        for (String part : text.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** Writes the dotted form. */
    public static String format(int address) {
        return String.format(
                Locale.ROOT,
                "%d.%d.%d.%d",
                address >>> 24,
                address >>> 16 & 0xff,
                address >>> 8 & 0xff,
                address & 0xff);
    }

    /** The MAC address that Docker makes of an address: {@code 02:42} and its four bytes. */
    public static String mac(int address) {
        return String.format(
                Locale.ROOT,
                "02:42:%02x:%02x:%02x:%02x",
                address >>> 24,
                address >>> 16 & 0xff,
                address >>> 8 & 0xff,
                address & 0xff);
    }
}
