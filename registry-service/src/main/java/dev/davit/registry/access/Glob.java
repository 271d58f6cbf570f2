package dev.davit.registry.access;

import java.util.regex.Pattern;

/** A pattern of names: {@code *} is anything within a part, {@code **} anything across parts. */
public final class Glob {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._*/-]{1,255}");
    private static final int WILDCARDS = 8; // more would make a match take long

    private final String text;
    private final Pattern pattern;

    private Glob(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** The pattern that is written so. */
    public static Glob parse(String text) {
        if (!VALID.matcher(text).matches()) {
            throw new BadInput("invalid pattern '" + text + "': letters, digits, '.', '_', '-', '/', '*' and '**'");
        }
        StringBuilder regex = new StringBuilder();
        int wildcards = 0;
        int i = 0;
        while (i < text.length()) {
            if (text.startsWith("**", i)) {
                regex.append(".*");
                wildcards++;
                i += 2;
            } else if (text.charAt(i) == '*') {
                regex.append("[^/]*");
                wildcards++;
                i++;
            } else {
                regex.append(Pattern.quote(text.substring(i, i + 1)));
                i++;
            }
        }
        if (wildcards > WILDCARDS) {
            throw new BadInput("a pattern has at most " + WILDCARDS + " wildcards");
        }
        return new Glob(text, Pattern.compile(regex.toString()));
    }

    /** Whether the whole name is matched. */
    public boolean matches(String name) {
        return text.equals("**") || pattern.matcher(name).matches();
    }

    /** Whether every name is matched. */
    public boolean matchesAll() {
        return text.equals("**");
    }

    /** How much it says before the first wildcard: of two that match, the one that says more is meant. */
    public int precision() {
        int wildcard = text.indexOf('*');
        return wildcard < 0 ? Integer.MAX_VALUE : wildcard;
    }

    @Override
    public String toString() {
        return text;
    }
}
