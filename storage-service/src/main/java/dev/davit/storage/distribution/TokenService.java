package dev.davit.storage.distribution;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gets bearer tokens (distribution: token authentication specification, and its OAuth 2 variant). */
final class TokenService {

    private static final int LONGEST = 1 << 20;
    private static final int SHORTEST_LIFE = 60; // what clients may assume where a service says less
    private static final String CLIENT = "davit";

    private final Redirects redirects;
    private final Destinations destinations;
    private final Retries retries;

    TokenService(Redirects redirects, Destinations destinations, Retries retries) {
        this.redirects = redirects;
        this.destinations = destinations;
        this.retries = retries;
    }

    /**
     * A token for {@code scopes}.
     *
     * @param endpoint the registry that asks for it
     * @param offline whether an identity token is wanted too
     */
    Token fetch(URI endpoint, Challenge challenge, RegistryAuth auth, List<String> scopes, boolean offline) {
        URI realm = realm(endpoint, challenge);
        String service = challenge.parameter("service");
        String identity = auth.identityToken();
        if (identity != null && !identity.isEmpty()) {
            return parse(send(refresh(realm, service, scopes, identity), realm, null));
        }
        String authorization = basic(auth);
        String account = authorization == null || auth.username() == null ? "" : auth.username();
        return parse(send(Call.of("GET", query(realm, service, scopes, account, offline)), realm, authorization));
    }

    /** The Basic credentials; null where there are none. */
    static @Nullable String basic(RegistryAuth auth) {
        String user = auth.username();
        String password = auth.password();
        if (user == null || user.isEmpty() || password == null || password.isEmpty()) {
            return null;
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** A registry names its token service itself, so it is held to the rules for redirects. */
    private URI realm(URI endpoint, Challenge challenge) {
        String realm = challenge.parameter("realm");
        if (realm.isEmpty()) {
            throw DavitException.internal("no realm specified for token auth challenge", null);
        }
        try {
            URI uri = URI.create(realm);
            destinations.check(endpoint, uri);
            return uri;
        } catch (IllegalArgumentException | IOException unusable) {
            throw DavitException.internal("invalid token auth challenge realm: " + unusable.getMessage(), unusable);
        }
    }

    private static URI query(URI realm, String service, List<String> scopes, String account, boolean offline) {
        List<String> parameters = new ArrayList<>();
        if (!service.isEmpty()) {
            parameters.add(parameter("service", service));
        }
        scopes.forEach(scope -> parameters.add(parameter("scope", scope)));
        if (offline) {
            parameters.add("offline_token=true");
            parameters.add(parameter("client_id", CLIENT));
        }
        if (!account.isEmpty()) {
            parameters.add(parameter("account", account));
        }
        if (parameters.isEmpty()) {
            return realm;
        }
        String text = realm.toString();
        return URI.create(text + (text.contains("?") ? "&" : "?") + String.join("&", parameters));
    }

    private static Call refresh(URI realm, String service, List<String> scopes, String identityToken) {
        String form = String.join(
                "&",
                "grant_type=refresh_token",
                parameter("refresh_token", identityToken),
                parameter("service", service),
                parameter("client_id", CLIENT),
                parameter("scope", String.join(" ", scopes)));
        return Call.of("POST", realm).with(() -> new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private byte[] send(Call call, URI realm, @Nullable String authorization) {
        for (int attempt = 0; ; attempt++) {
            Duration pause;
            try (Answer answer = once(call, realm, authorization)) {
                Optional<Duration> wait = retries.after(answer, attempt);
                if (wait.isEmpty()) {
                    if (!answer.successful()) {
                        throw RegistryErrors.of(answer);
                    }
                    return answer.read(LONGEST);
                }
                pause = wait.get();
            } catch (IOException failure) {
                throw new ConnectionException(NetworkErrors.describe(call.method(), call.uri(), failure), failure);
            }
            Retries.sleep(pause);
        }
    }

    private Answer once(Call call, URI realm, @Nullable String authorization) throws IOException {
        // A refresh token is in the body: it follows no redirect.
        return redirects.send(call.body() == null ? call : call.once(), realm, authorization);
    }

    private static Token parse(byte[] body) {
        JsonNode json = body.length > LONGEST ? null : Json.tree(body);
        if (json == null) {
            throw DavitException.internal("unable to decode token response: invalid JSON", null);
        }
        String access = json.path("access_token").asString("");
        String value = access.isEmpty() ? json.path("token").asString("") : access;
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new DavitException(
                    ErrorKind.INTERNAL, "authorization server did not include a token in the response");
        }
        int life = Math.max(SHORTEST_LIFE, json.path("expires_in").asInt(SHORTEST_LIFE));
        Instant issued = issued(json.path("issued_at").asString(""));
        return new Token(
                value, issued.plusSeconds(life), json.path("refresh_token").asString(""));
    }

    /** When it began to live; a clock that runs ahead of ours does not make it live longer. */
    private static Instant issued(String text) {
        Instant now = Instant.now();
        try {
            Instant said = text.isEmpty() ? now : Instant.parse(text);
            return said.isBefore(now) ? said : now;
        } catch (DateTimeParseException malformed) {
            return now;
        }
    }
}
