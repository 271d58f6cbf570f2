package dev.davit.contracts.storage;

/** Credentials were taken. {@code identityToken} is to be kept in place of the password; empty where there is none. */
public record LoginResult(String identityToken) {

    @Override
    public String toString() {
        return "LoginResult[]"; // never a secret in a log
    }
}
