package dev.davit.storage.distribution;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers a registry's challenges with one user's credentials, and keeps the tokens. */
final class Authorizer {

    private final TokenService tokens;
    private final RegistryAuth auth;
    private final List<String> scopes;
    private final boolean offline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Token> held = new HashMap<>();
    private List<Challenge> challenges = List.of();
    private String refreshToken = "";

    /**
     * Begins without challenges.
     *
     * @param scopes rights that every token is asked for
     * @param offline whether an identity token is wanted
     */
    Authorizer(TokenService tokens, RegistryAuth auth, List<String> scopes, boolean offline) {
        this.tokens = tokens;
        this.auth = auth;
        this.scopes = scopes;
        this.offline = offline;
    }

    /** What the registry asks for. */
    void challenged(List<Challenge> asked) {
        lock.lock();
        try {
            challenges = List.copyOf(asked);
        } finally {
            lock.unlock();
        }
    }

    /** The Authorization header of a request; null: none. */
    @Nullable String header(URI endpoint, String furtherScope) {
        lock.lock();
        try {
            Optional<Challenge> bearer = challenge("bearer");
            if (bearer.isPresent()) {
                return "Bearer " + bearer(endpoint, bearer.get(), furtherScope);
            }
            return challenge("basic").isPresent() ? basic() : null;
        } finally {
            lock.unlock();
        }
    }

    /** After a 401: whether a new attempt may fare better, because its credentials will be others. */
    boolean renew(List<Challenge> asked, @Nullable String used) {
        lock.lock();
        try {
            if (asked.isEmpty()
                    || asked.stream().anyMatch(c -> c.parameter("error").equals("insufficient_scope"))) {
                return false;
            }
            challenges = List.copyOf(asked);
            held.values().removeIf(token -> ("Bearer " + token.value()).equals(used));
            boolean fixed = isSet(auth.registryToken());
            return used == null || (challenge("bearer").isPresent() && !fixed);
        } finally {
            lock.unlock();
        }
    }

    /** The identity token that the token service gave; empty: none. */
    String refreshToken() {
        lock.lock();
        try {
            return refreshToken;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Challenge> challenge(String scheme) {
        return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
    }

    private String bearer(URI endpoint, Challenge challenge, String furtherScope) {
        String fixed = auth.registryToken();
        if (fixed != null && !fixed.isEmpty()) {
            return fixed;
        }
        Token token = held.get(furtherScope);
        if (token == null || !token.validAt(Instant.now())) {
            token = tokens.fetch(endpoint, challenge, auth, scopes(furtherScope), offline);
            held.put(furtherScope, token);
            refreshToken = token.refreshToken();
        }
        return token.value();
    }

    private List<String> scopes(String further) {
        return further.isEmpty() || scopes.contains(further)
                ? scopes
                : Stream.concat(scopes.stream(), Stream.of(further)).toList();
    }

    private String basic() {
        String credentials = TokenService.basic(auth);
        if (credentials == null) {
            throw DavitException.internal("no basic auth credentials", null);
        }
        return credentials;
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
