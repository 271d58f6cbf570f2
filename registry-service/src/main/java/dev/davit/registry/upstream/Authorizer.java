package dev.davit.registry.upstream;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers the challenges of one upstream with its credentials, and keeps the tokens. */
final class Authorizer {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 1 << 20;
    private static final int SHORTEST_LIFE = 60; // what clients may assume where a service says less
    private static final int TOKENS = 1000;

    private final UpstreamProperties.Upstream settings;
    private final Destinations destinations;
    private final Transport transport;
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final SingleFlight<String, Token> flights = new SingleFlight<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
            return size() > TOKENS;
        }
    };
    private @Nullable Challenge challenge;

    Authorizer(UpstreamProperties.Upstream settings, Destinations destinations, Transport transport, Pause pause) {
        this.settings = settings;
        this.pause = pause;
        this.destinations = destinations;
        this.transport = transport;
    }

    private record Token(String value, Instant expires) {}

    /** The Authorization header for reading a repository, as far as it is known what is wanted; null: none. */
    @Nullable String header(String repository) throws IOException {
        Challenge known = challenge();
        try {
            if (known == null) {
                return null;
            }
            return known.realm().isEmpty() ? basic() : "Bearer " + token(known, repository);
        } catch (IOException failure) {
            forget(known); // it may ask for something else the next time
            throw failure;
        }
    }

    private @Nullable Challenge challenge() {
        lock.lock();
        try {
            return challenge;
        } finally {
            lock.unlock();
        }
    }

    private void forget(@Nullable Challenge known) {
        lock.lock();
        try {
            challenge = Objects.equals(challenge, known) ? null : challenge;
        } finally {
            lock.unlock();
        }
    }

    /** After a 401: whether a new attempt may fare better, because it will be sent with other credentials. */
    boolean renew(Reply reply, String repository, @Nullable String used) {
        Optional<Challenge> asked = Challenge.of(reply);
        lock.lock();
        try {
            if (asked.isEmpty() || (asked.get().realm().isEmpty() && settings.username() == null)) {
                return false;
            }
            challenge = asked.get();
            Token held = tokens.get(repository);
            if (held != null && ("Bearer " + held.value()).equals(used)) {
                tokens.remove(repository);
            }
            return used == null || !asked.get().realm().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    // Not while the lock is held: a slow token service is to hold nobody up who has a token.
    private String token(Challenge known, String repository) throws IOException {
        Optional<Token> held = held(repository);
        return held.isPresent()
                ? held.get().value()
                : flights.run(repository, () -> {
                            Optional<Token> others = held(repository);
                            return others.isPresent() ? others.get() : keep(repository, fetch(known, repository));
                        })
                        .value();
    }

    private Optional<Token> held(String repository) {
        lock.lock();
        try {
            return Optional.ofNullable(tokens.get(repository))
                    .filter(token -> Instant.now().isBefore(token.expires()));
        } finally {
            lock.unlock();
        }
    }

    private Token keep(String repository, Token token) {
        lock.lock();
        try {
            tokens.put(repository, token);
            return token;
        } finally {
            lock.unlock();
        }
    }

    private Token fetch(Challenge known, String repository) throws IOException {
        URI realm = destinations.realm(known.realm());
        StringBuilder query = new StringBuilder(realm.getRawQuery() == null ? "?" : "&");
        if (!known.service().isEmpty()) {
            query.append("service=").append(encode(known.service())).append('&');
        }
        query.append("scope=").append(encode("repository:" + repository + ":pull"));
        // A redirect is not followed: nobody but the realm is to see the password.
        try (Reply reply = transport.send("GET", URI.create(realm.toString() + query), Map.of(), basic())) {
            if (!reply.successful()) {
                throw refused(reply);
            }
            return parse(reply.read(LONGEST));
        }
    }

    private IOException refused(Reply reply) {
        if (reply.status() == 429 || reply.status() == 503) {
            return pause.begin(reply);
        }
        String message = settings.name() + " gives no token: status " + reply.status();
        return reply.status() >= 500 || reply.redirects()
                ? UpstreamException.failed(message, null)
                : UpstreamException.denied(message);
    }

    private static Token parse(byte[] body) throws IOException {
        try {
            JsonNode json = JSON.readTree(body);
            String access = json.path("access_token").asString("");
            String value = access.isEmpty() ? json.path("token").asString("") : access;
            if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IOException("its token service gives no token");
            }
            int life = Math.max(SHORTEST_LIFE, json.path("expires_in").asInt(SHORTEST_LIFE));
            return new Token(
                    value,
                    Instant.now().plus(Duration.ofSeconds(life).multipliedBy(9).dividedBy(10)));
        } catch (JacksonException malformed) {
            throw new IOException("its token service answers no JSON", malformed);
        }
    }

    // The file is read each time: passwords change.
    private @Nullable String basic() throws IOException {
        if (settings.username() == null || settings.passwordFile() == null) {
            return null;
        }
        try {
            String pair = settings.username() + ":"
                    + Files.readString(settings.passwordFile()).strip();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IOException("the password for it cannot be read", unreadable);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
