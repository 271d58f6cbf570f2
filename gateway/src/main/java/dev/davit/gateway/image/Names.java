package dev.davit.gateway.image;

import dev.davit.platform.error.DavitException;
import java.util.regex.Pattern;

/** Names of images as clients put them together. */
final class Names {

    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}");
    private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");
    private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String DOMAIN =
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[0-9a-fA-F:]+\\])"
                    + "(?::[0-9]+)?";
    private static final Pattern REPOSITORY = Pattern.compile("(?:" + DOMAIN + "/)?" + PART + "(?:/" + PART + ")*");

    private Names() {}

    /** A repository with a tag or digest; {@code latest} where neither is given. */
    static String withTag(String repository, String tag) {
        check(repository);
        if (tag.isEmpty()) {
            return hasTag(repository) ? repository : repository + ":latest";
        }
        if (DIGEST.matcher(tag).matches()) {
            return withoutTag(repository) + "@" + tag;
        }
        if (!TAG.matcher(tag).matches()) {
            throw DavitException.invalid("invalid tag format");
        }
        return withoutTag(repository) + ":" + tag;
    }

    /** A repository to give to an image, which no digest may follow. */
    static String target(String repository, String tag) {
        if (repository.contains("@")) {
            throw DavitException.invalid("cannot import digest reference");
        }
        return withTag(repository, tag);
    }

    static void check(String reference) {
        String name = withoutTag(reference);
        if (name.isEmpty() || ID.matcher(name).matches()) {
            throw DavitException.invalid(
                    ID.matcher(name).matches()
                            ? "invalid repository name (" + name + "), cannot specify 64-byte hexadecimal strings"
                            : "invalid reference format");
        }
        if (!REPOSITORY.matcher(name).matches()) {
            String path = name.contains("/") ? name.substring(name.indexOf('/') + 1) : name;
            boolean upper = path.chars().anyMatch(Character::isUpperCase);
            throw DavitException.invalid(
                    upper
                            ? "invalid reference format: repository name (" + qualified(name) + ") must be lowercase"
                            : "invalid reference format");
        }
        String tag = reference.substring(name.length());
        boolean fits = tag.isEmpty()
                || tag.startsWith("@")
                || TAG.matcher(tag.substring(1)).matches();
        if (!fits) {
            throw DavitException.invalid("invalid reference format");
        }
    }

    private static String qualified(String name) {
        return name.contains("/") ? name : "library/" + name;
    }

    static boolean hasTag(String reference) {
        return withoutTag(reference).length() < reference.length();
    }

    static String withoutTag(String reference) {
        int digest = reference.indexOf('@');
        String name = digest < 0 ? reference : reference.substring(0, digest);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
