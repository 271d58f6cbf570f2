package dev.davit.storage.reference;

import dev.davit.platform.error.DavitException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image in full: {@code docker.io/library/busybox:latest}. The grammar is that of the distribution
 * project's reference package, as are the texts of its errors.
 *
 * @param domain registry, such as {@code docker.io} or {@code localhost:5000}
 * @param path repository within it
 */
public record Reference(
        String domain,
        String path,
        @Nullable String tag,
        @Nullable String digest) {

    private static final String DOCKER = "docker.io";
    private static final String LEGACY = "index.docker.io";
    private static final String LIBRARY = "library/";
    private static final int MOST = 255;

    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String HOST = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String DOMAIN = "(?:" + HOST + "(?:\\." + HOST + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
    private static final Pattern FULL = Pattern.compile("(?<domain>" + DOMAIN + ")/(?<path>" + COMPONENT + "(?:/"
            + COMPONENT + ")*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*"
            + "(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");
    private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");

    /** Reads a name in familiar or full form. */
    public static Reference parse(String text) {
        if (ID.matcher(text).matches()) {
            throw DavitException.invalid(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        String[] parts = split(text);
        int colon = parts[1].indexOf(':');
        int at = parts[1].indexOf('@');
        int end = colon < 0 ? parts[1].length() : colon;
        String repository = parts[1].substring(0, at < 0 ? end : Math.min(at, end));
        if (!repository.toLowerCase(Locale.ROOT).equals(repository)) {
            throw DavitException.invalid(
                    "invalid reference format: repository name (" + repository + ") must be lowercase");
        }
        Matcher matcher = FULL.matcher(parts[0] + "/" + parts[1]);
        if (!matcher.matches()) {
            throw DavitException.invalid("invalid reference format");
        }
        return checked(matcher);
    }

    private static Reference checked(Matcher matcher) {
        Reference reference = new Reference(
                matcher.group("domain"), matcher.group("path"), matcher.group("tag"), matcher.group("digest"));
        if (reference.path.length() > MOST) {
            throw DavitException.invalid("repository name must not be more than " + MOST + " characters");
        }
        String digest = reference.digest;
        if (digest != null && !digest.matches("sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}")) {
            throw DavitException.invalid("invalid reference format");
        }
        return reference;
    }

    // The first part is a domain only when it could not be a user's name.
    private static String[] split(String text) {
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        boolean domain = slash >= 0
                && (first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.toLowerCase(Locale.ROOT).equals(first));
        String host = domain && !first.equals(LEGACY) ? first : DOCKER;
        String rest = domain ? text.substring(slash + 1) : text;
        return new String[] {host, host.equals(DOCKER) && !rest.contains("/") ? LIBRARY + rest : rest};
    }

    /** With tag {@code latest} where it has neither tag nor digest. */
    public Reference tagged() {
        return tag == null && digest == null ? new Reference(domain, path, "latest", null) : this;
    }

    /** The same repository with a digest in the place of the tag. */
    public Reference at(String otherDigest) {
        return new Reference(domain, path, null, otherDigest);
    }

    /** The same repository with another tag. */
    public Reference withTag(String otherTag) {
        return new Reference(domain, path, otherTag, null);
    }

    /** Domain and path. */
    public String repository() {
        return domain + "/" + path;
    }

    /** The repository as people write it. */
    public String familiarRepository() {
        if (!domain.equals(DOCKER)) {
            return repository();
        }
        String rest = path.startsWith(LIBRARY) ? path.substring(LIBRARY.length()) : path;
        return rest.contains("/") || !path.startsWith(LIBRARY) ? path : rest;
    }

    /** In full. A digest outweighs a tag beside it. */
    public String canonical() {
        return repository() + suffix();
    }

    /** As people write it. */
    public String familiar() {
        return familiarRepository() + suffix();
    }

    private String suffix() {
        return digest != null ? "@" + digest : tag != null ? ":" + tag : "";
    }
}
