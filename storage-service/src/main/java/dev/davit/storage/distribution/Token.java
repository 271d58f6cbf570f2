package dev.davit.storage.distribution;

import java.time.Instant;

/**
 * What a token service gave.
 *
 * @param refreshToken to be used in place of the password; empty where there is none
 */
record Token(String value, Instant expires, String refreshToken) {

    boolean validAt(Instant time) {
        return time.isBefore(expires);
    }

    @Override
    public String toString() {
        return "Token[until " + expires + "]"; // never a secret in a log
    }
}
