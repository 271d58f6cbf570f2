package dev.davit.registry.reference;

import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.util.regex.Pattern;

/** The name of a tag. */
public record Tag(String name) implements Reference {

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** The tag of this name, or 400. */
    public static Tag parse(String text) {
        if (!VALID.matcher(text).matches()) {
            throw RegistryError.invalid(
                    ErrorCode.MANIFEST_INVALID,
                    "invalid tag: letters, digits, '_', '.' and '-', at most 128, and neither '.' nor '-' first");
        }
        return new Tag(text);
    }

    @Override
    public String toString() {
        return name;
    }
}
