package dev.davit.storage.distribution;

/**
 * Credentials that a registry took.
 *
 * @param identityToken to be used in place of the password; empty where the registry gives none
 */
public record Login(String identityToken) {

    @Override
    public String toString() {
        return "Login[]"; // never a secret in a log
    }
}
