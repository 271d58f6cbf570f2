package dev.davit.registry.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a password of this registry.
 *
 * @param secret the password's bcrypt hash
 * @param expiresAt null: never
 */
public record Account(
        String name,
        Kind kind,
        String secret,
        boolean enabled,
        @Nullable Instant expiresAt) {

    /** What an account is for. */
    public enum Kind {
        USER,
        ROBOT
    }

    /** As in grants: {@code user:alice}, {@code robot:ci}. */
    public String subject() {
        return (kind == Kind.USER ? "user:" : "robot:") + name;
    }

    /** Whether it can be used now. */
    public boolean usable(Instant now) {
        return enabled && (expiresAt == null || now.isBefore(expiresAt));
    }
}
