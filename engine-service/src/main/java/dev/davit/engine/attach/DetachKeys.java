package dev.davit.engine.attach;

import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The keys that end an attachment, as bytes: {@code ctrl-p,ctrl-q} or single characters. */
public final class DetachKeys {

    private static final String SPECIAL = "@abcdefghijklmnopqrstuvwxyz[\\]^_"; // ctrl-@ is 0, ctrl-a is 1, …

    private DetachKeys() {}

    /** The bytes; empty without a terminal, where no key detaches. */
    public static List<Integer> parse(String keys, boolean tty) {
        if (!tty) {
            return List.of();
        }
        List<Integer> bytes = new ArrayList<>();
        for (String key : (keys.isEmpty() ? "ctrl-p,ctrl-q" : keys).split(",", -1)) {
            bytes.add(parse(key, keys));
        }
        return bytes;
    }

    private static int parse(String key, String all) {
        if (key.length() == 1) {
            return key.charAt(0) & 0x7f;
        }
        String lower = key.toLowerCase(Locale.ROOT);
        int control = lower.startsWith("ctrl-") && lower.length() == 6 ? SPECIAL.indexOf(lower.charAt(5)) : -1;
        if (lower.equals("del")) {
            return 127;
        }
        if (control < 0) {
            throw DavitException.invalid("Invalid detach keys (" + all + ") provided");
        }
        return control;
    }
}
