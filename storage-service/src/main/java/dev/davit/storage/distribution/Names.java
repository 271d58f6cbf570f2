package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.util.regex.Pattern;

/**
 * A repository, and how it is shown and addressed.
 *
 * @param registry host as in references
 * @param repository path in the registry
 */
record Names(String registry, String repository) {

    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final int LONGEST = 255;

    Names {
        if (repository.length() > LONGEST || !REPOSITORY.matcher(repository).matches()) {
            throw DavitException.invalid("invalid reference format: " + Quoted.of(repository));
        }
    }

    /** {@code busybox} for docker.io/library/busybox. */
    String familiar() {
        if (!registry.equals("docker.io")) {
            return registry + "/" + repository;
        }
        String library = "library/";
        String inLibrary = repository.startsWith(library) ? repository.substring(library.length()) : repository;
        return inLibrary.contains("/") ? repository : inLibrary;
    }

    /** {@code busybox:latest}. */
    String familiar(String tagOrDigest) {
        return familiar() + (Digests.isDigest(tagOrDigest) ? "@" : ":") + tagOrDigest;
    }

    /** The path of something of the repository. */
    String path(String what) {
        return "/v2/" + repository + "/" + what;
    }

    String manifestPath(String tagOrDigest) {
        if (!Digests.isDigest(tagOrDigest) && !TAG.matcher(tagOrDigest).matches()) {
            throw DavitException.invalid("invalid reference format: " + Quoted.of(tagOrDigest));
        }
        return path("manifests/" + tagOrDigest);
    }

    String blobPath(String digest) {
        return path("blobs/" + Digests.checked(digest));
    }
}
