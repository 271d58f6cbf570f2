package dev.davit.registry.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string or a form; the servlet's own would read a form from the body of an upload. */
public final class Query {

    private final List<Parameter> parameters = new ArrayList<>();

    Query(@Nullable String query) {
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(decode(pair), "")
                                : new Parameter(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
            }
        }
    }

    /** The first value; null: none. */
    public @Nullable String first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                return parameter.value;
            }
        }
        return null;
    }

    /** All values, in order. */
    public List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name.equals(name))
                .map(Parameter::value)
                .toList();
    }

    /** What a part of a request says; nothing that is named or looked for has a NUL, which databases refuse. */
    static String decode(String text) {
        String decoded;
        try {
            decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw RegistryError.invalid(ErrorCode.UNSUPPORTED, "malformed percent-encoding in the request");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw RegistryError.invalid(ErrorCode.UNSUPPORTED, "a NUL in the request");
        }
        return decoded;
    }

    private record Parameter(String name, String value) {}
}
