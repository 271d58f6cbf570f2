package dev.davit.registry.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a path under {@code /v2/} names.
 *
 * @param repository its name, valid; empty where the path has none
 * @param reference tag, digest or session, as it was sent
 */
public record Route(Kind kind, String repository, String reference) {

    private static final String ADMIN = "_davit/";
    private static final int NAME_LIMIT = 255;
    // Possessive: a name cannot make the match take long.
    private static final Pattern NAME = Pattern.compile(
            "[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+)*+");

    /** The endpoints of the specification, Docker's for tokens, and those that administer. */
    public enum Kind {
        BASE("/v2/"),
        CATALOG("/v2/_catalog"),
        TAGS("/v2/{name}/tags/list"),
        MANIFEST("/v2/{name}/manifests/{reference}"),
        BLOB("/v2/{name}/blobs/{digest}"),
        UPLOADS("/v2/{name}/blobs/uploads/"),
        UPLOAD("/v2/{name}/blobs/uploads/{session}"),
        REFERRERS("/v2/{name}/referrers/{digest}"),
        TOKEN("/token"),
        REPOSITORIES("/v2/_davit/repositories"),
        ACCOUNTS("/v2/_davit/accounts"),
        ROBOTS("/v2/_davit/robots"),
        GRANTS("/v2/_davit/grants"),
        POLICIES("/v2/_davit/policies"),
        GC("/v2/_davit/gc"),
        SCRUB("/v2/_davit/scrub"),
        SYNC("/v2/_davit/sync");

        private final String pattern;

        Kind(String pattern) {
            this.pattern = pattern;
        }

        /** Of the path, as metrics say it. */
        String pattern() {
            return pattern;
        }

        /** Whether it is for administrators. */
        public boolean administers() {
            return compareTo(ACCOUNTS) >= 0;
        }
    }

    /** The route of a decoded path without its {@code /v2/}, if it is one. */
    static Optional<Route> parse(String path) {
        if (path.isEmpty()) {
            return Optional.of(new Route(Kind.BASE, "", ""));
        }
        if (path.equals("_catalog")) {
            return Optional.of(new Route(Kind.CATALOG, "", ""));
        }
        if (path.startsWith(ADMIN)) {
            return admin(path.substring(ADMIN.length()));
        }
        int last = path.lastIndexOf('/');
        if (last <= 0) {
            return Optional.empty();
        }
        return parse(path.substring(0, last), path.substring(last + 1));
    }

    // No repository begins with an underscore.
    private static Optional<Route> admin(String path) {
        int slash = path.indexOf('/');
        String section = slash < 0 ? path : path.substring(0, slash);
        String reference = slash < 0 ? "" : path.substring(slash + 1);
        for (Kind kind : Kind.values()) {
            if (kind.compareTo(Kind.REPOSITORIES) >= 0
                    && kind.name().toLowerCase(Locale.ROOT).equals(section)) {
                return Optional.of(new Route(kind, "", reference));
            }
        }
        return Optional.empty();
    }

    private static Optional<Route> parse(String head, String reference) {
        if (head.endsWith("/blobs/uploads")) {
            return route(reference.isEmpty() ? Kind.UPLOADS : Kind.UPLOAD, head, "/blobs/uploads", reference);
        }
        if (head.endsWith("/blobs")) {
            boolean uploads = reference.equals("uploads"); // some leave the last slash out
            return route(uploads ? Kind.UPLOADS : Kind.BLOB, head, "/blobs", uploads ? "" : reference);
        }
        if (head.endsWith("/manifests")) {
            return route(Kind.MANIFEST, head, "/manifests", reference);
        }
        if (head.endsWith("/referrers")) {
            return route(Kind.REFERRERS, head, "/referrers", reference);
        }
        if (head.endsWith("/tags") && reference.equals("list")) {
            return route(Kind.TAGS, head, "/tags", "");
        }
        return Optional.empty();
    }

    private static Optional<Route> route(Kind kind, String head, String suffix, String reference) {
        return Optional.of(new Route(kind, valid(head.substring(0, head.length() - suffix.length())), reference));
    }

    /** The same name when it is one. */
    public static String valid(String name) {
        if (name.length() > NAME_LIMIT || !NAME.matcher(name).matches()) {
            throw RegistryError.invalid(
                    ErrorCode.NAME_INVALID,
                    "invalid repository name: lower case letters, digits and separators, at most 255 characters");
        }
        return name;
    }
}
