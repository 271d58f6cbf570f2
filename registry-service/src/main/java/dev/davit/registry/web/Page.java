package dev.davit.registry.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a client asks for.
 *
 * @param n at most so many
 * @param last behind this one; empty: from the beginning
 */
public record Page(int n, String last) {

    /** {@code n} and {@code last} of the request, {@code usual} where it says nothing, never more than {@code most}. */
    public static Page of(Exchange exchange, int usual, int most) {
        String n = exchange.parameter("n");
        String last = exchange.parameter("last");
        return new Page(n == null ? usual : Math.min(number(n), most), last == null ? "" : last);
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw RegistryError.invalid(ErrorCode.UNSUPPORTED, "n must be a number that is not negative");
        }
        return (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE - 1);
    }

    /** What the query is to find: one more tells whether there is a next page. */
    public int limit() {
        return n + 1;
    }

    /** The part of what was found that is on this page; the next is linked to if there is one. */
    public <T> List<T> cut(Exchange exchange, List<T> found, Function<T, String> key) {
        if (found.size() <= n || n == 0) {
            return found.subList(0, Math.min(n, found.size()));
        }
        List<T> page = found.subList(0, n);
        exchange.set(
                "Link",
                "<" + exchange.request().getRequestURI() + query(exchange, key.apply(page.getLast()))
                        + ">; rel=\"next\"");
        return page;
    }

    private String query(Exchange exchange, String next) {
        StringBuilder query =
                new StringBuilder("?n=").append(n).append("&last=").append(encode(next));
        for (String name : List.of("artifactType", "ns")) {
            String value = exchange.parameter(name);
            if (value != null) {
                query.append('&').append(name).append('=').append(encode(value));
            }
        }
        return query.toString();
    }

    private static String encode(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }
}
