package dev.davit.platform.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts values into a template such as {@code /v1/containers/{ref}}; whatever is not unreserved is percent-encoded. */
final class UriTemplate {

    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriTemplate() {}

    static String expand(String template, Map<String, String> values) {
        StringBuilder uri = new StringBuilder(template.length() + 64);
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            int close = template.indexOf('}', open);
            uri.append(template, from, open);
            String name = template.substring(open + 1, close);
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no value for " + name + " of " + template);
            }
            encode(value, uri);
            from = close + 1;
        }
        return uri.append(template, from, template.length()).toString();
    }

    private static void encode(String value, StringBuilder uri) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isUnreserved(c)) {
                uri.append(c);
            } else {
                uri.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
    }
}
