package dev.davit.engine.kernel;

import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Signals by name or number. */
public final class Signals {

    /** SIGKILL. */
    public static final int KILL = 9;

    /** SIGTERM. */
    public static final int TERM = 15;

    // In the order of their numbers, from 1 on, on every architecture that Davit runs on.
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");
    private static final int RTMIN = 34;
    private static final int RTMAX = 64;

    private Signals() {}

    /** The number of {@code TERM}, {@code SIGTERM}, {@code 15}, {@code RTMIN+3}; {@code fallback} when there is none. */
    public static int parse(@Nullable String text, int fallback) {
        if (text == null || text.isEmpty()) {
            return fallback;
        }
        int number = text.chars().allMatch(Character::isDigit) ? number(text) : named(text.toUpperCase(Locale.ROOT));
        if (number < 1 || number > RTMAX) {
            throw DavitException.invalid("invalid signal: " + text);
        }
        return number;
    }

    private static int number(String digits) {
        return digits.length() > 3 ? 0 : Integer.parseInt(digits);
    }

    private static int named(String name) {
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        return switch (bare) {
            case "POLL" -> 29;
            case "CLD" -> 17;
            case "IOT" -> 6;
            case "RTMIN" -> RTMIN;
            case "RTMAX" -> RTMAX;
            default ->
                bare.matches("RTMIN\\+\\d{1,2}")
                        ? RTMIN + Integer.parseInt(bare.substring(6))
                        : bare.matches("RTMAX-\\d{1,2}")
                                ? RTMAX - Integer.parseInt(bare.substring(6))
                                : NAMES.indexOf(bare) + 1;
        };
    }
}
