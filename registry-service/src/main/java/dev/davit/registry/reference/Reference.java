package dev.davit.registry.reference;

/** How a manifest is named within its repository. */
public sealed interface Reference permits Digest, Tag {

    /** What is written so, or 400. */
    static Reference parse(String text) {
        return text.indexOf(':') < 0 ? Tag.parse(text) : Digest.parse(text);
    }
}
