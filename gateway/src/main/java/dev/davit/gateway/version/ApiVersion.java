package dev.davit.gateway.version;

import jakarta.servlet.http.HttpServletRequest;

/** A version of the Docker Engine API. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** The oldest that is served. */
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /** The newest that is served, and what a request without a version means. */
    public static final ApiVersion NEWEST = new ApiVersion(1, 51);

    static final String ATTRIBUTE = ApiVersion.class.getName();

    /** The version that a request asks for. */
    public static ApiVersion of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof ApiVersion version ? version : NEWEST;
    }

    /** Of the digits and dots of a path; what is no number counts as zero, as in dockerd. */
    static ApiVersion parse(String text) {
        String[] parts = text.split("\\.", -1);
        return new ApiVersion(number(parts[0]), parts.length > 1 ? number(parts[1]) : 0);
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    /** Whether it is 1.{@code minor} or newer. */
    public boolean atLeast(int otherMinor) {
        return compareTo(new ApiVersion(1, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
