package dev.davit.storage.distribution;

/** What a client wants to do with a repository: the rights it asks a token service for, and the wording of errors. */
public enum Access {
    /** Read. Errors say what dockerd says to {@code docker pull}. */
    PULL("pull"),
    /** Read and write. Errors are the registry's own, as in {@code docker push}. */
    PUSH("push,pull"),
    /** Read. Errors are the registry's own, as in {@code docker manifest} and {@code GET /distribution}. */
    INSPECT("pull");

    private final String actions;

    Access(String actions) {
        this.actions = actions;
    }

    /** The token scope of this access to a repository. */
    String scope(String repository) {
        return "repository:" + repository + ":" + actions;
    }
}
