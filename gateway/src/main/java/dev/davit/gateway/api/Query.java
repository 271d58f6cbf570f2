package dev.davit.gateway.api;

import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, read as dockerd reads them: lenient in what is true, strict in what is a number. */
public final class Query {

    private final HttpServletRequest request;

    Query(HttpServletRequest request) {
        this.request = request;
    }

    /** The version of the API that is asked for. */
    public ApiVersion version() {
        return ApiVersion.of(request);
    }

    /** A parameter, empty where it is missing. */
    public String text(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /** A parameter, null where it is missing or empty. */
    public @Nullable String textOrNull(String name) {
        String value = request.getParameter(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Every value of a parameter. */
    public List<String> all(String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** Whether a parameter is there at all. */
    public boolean has(String name) {
        return request.getParameter(name) != null;
    }

    /** True unless missing, empty, 0, no, false or none. */
    public boolean flag(String name) {
        return switch (text(name).trim().toLowerCase(Locale.ROOT)) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    /** The same with a value for a missing parameter. */
    public boolean flag(String name, boolean missing) {
        return has(name) ? flag(name) : missing;
    }

    /** A whole number, null where it is missing. */
    public @Nullable Integer integer(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException malformed) {
            throw DavitException.invalid("strconv.Atoi: parsing \"" + value + "\": invalid syntax");
        }
    }

    /** The {@code filters} parameter. */
    public Filters filters() {
        return Filters.parse(text("filters"));
    }
}
