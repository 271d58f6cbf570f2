package dev.davit.storage.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Raw names. A file name in Linux is bytes, not text; so that none is changed on its way, paths within images are
 * strings of which each character is one byte. Only plain ASCII reads the same both ways.
 */
public final class Raw {

    private Raw() {}

    /** The raw form of a text. */
    public static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text of a raw name, for people. */
    public static String text(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
