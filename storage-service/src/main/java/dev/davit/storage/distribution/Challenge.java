package dev.davit.storage.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One challenge of a WWW-Authenticate header (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The challenges of an answer; malformed ones are left out. */
    static List<Challenge> of(Answer answer) {
        List<Challenge> challenges = new ArrayList<>();
        answer.headers("WWW-Authenticate").forEach(header -> new Parser(header).into(challenges));
        return challenges;
    }

    static List<Challenge> parse(String header) {
        List<Challenge> challenges = new ArrayList<>();
        new Parser(header).into(challenges);
        return challenges;
    }

    /** A header may hold several challenges, parted by the same commas that part parameters. */
    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void into(List<Challenge> challenges) {
            skipBlanksAndCommas();
            while (at < text.length()) {
                String scheme = token();
                if (scheme.isEmpty()) {
                    return;
                }
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters()));
                skipBlanksAndCommas();
            }
        }

        private Map<String, String> parameters() {
            Map<String, String> parameters = new TreeMap<>();
            while (true) {
                skipBlanksAndCommas();
                int start = at;
                String name = token();
                skipBlanks();
                if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
                    at = start; // no parameter: the scheme of the next challenge, or the end
                    return parameters;
                }
                at++;
                skipBlanks();
                parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
            }
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at = Math.min(at + 1, text.length()); // the closing quote may be missing
            return value.toString();
        }

        private String token() {
            int start = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private void skipBlanks() {
            while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private void skipBlanksAndCommas() {
            while (at < text.length() && " \t,".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
