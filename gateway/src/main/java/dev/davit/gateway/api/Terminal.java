package dev.davit.gateway.api;

import dev.davit.platform.error.DavitException;

/** The size of a terminal, in characters. */
public record Terminal(int rows, int columns) {

    /** Of the parameters {@code h} and {@code w}. */
    public static Terminal read(Query query) {
        return new Terminal(read(query, "h", "height"), read(query, "w", "width"));
    }

    private static int read(Query query, String name, String what) {
        String text = query.text(name);
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            boolean negative = text.matches("-\\d+");
            throw wrong(what, text, negative ? "value out of range" : "invalid syntax");
        }
        if (text.length() > 9) {
            throw wrong(what, text, "value out of range");
        }
        return Integer.parseInt(text);
    }

    private static DavitException wrong(String what, String text, String why) {
        return DavitException.invalid("invalid resize " + what + " \"" + text + "\": " + why);
    }
}
