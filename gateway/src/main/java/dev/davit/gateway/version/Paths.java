package dev.davit.gateway.version;

import java.util.Set;

/**
 * Makes Docker's paths fit for routing: the name in {@code /images/localhost:5000/team/app/json} holds slashes, which
 * are encoded here, and doubled slashes vanish.
 */
final class Paths {

    private static final Set<String> IMAGE_VERBS = Set.of("json", "history", "push", "tag", "get", "attestations");
    private static final Set<String> PLUGIN_VERBS = Set.of("json", "enable", "disable", "push", "upgrade", "set");

    private Paths() {}

    /** The path to route. */
    static String route(String path) {
        String clean = path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
        if (clean.startsWith("/images/")) {
            return encode(clean, "/images/".length(), IMAGE_VERBS);
        }
        if (clean.startsWith("/distribution/")) {
            return encode(clean, "/distribution/".length(), Set.of("json"));
        }
        if (clean.startsWith("/plugins/")) {
            return encode(clean, "/plugins/".length(), PLUGIN_VERBS);
        }
        return clean.length() > 1 && clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
    }

    private static String encode(String path, int start, Set<String> verbs) {
        int last = path.lastIndexOf('/');
        boolean verb = last > start && verbs.contains(path.substring(last + 1));
        int end = verb ? last : path.length();
        String name = path.substring(start, end);
        if (name.indexOf('/') < 0) {
            return path;
        }
        return path.substring(0, start) + name.replace("/", "%2F") + path.substring(end);
    }
}
