package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests to one registry as one user: finds its endpoint, answers its challenges, tries again. */
final class Session {

    private final String registry;
    private final Endpoints endpoints;
    private final Redirects redirects;
    private final Destinations destinations;
    private final Authorizer authorizer;
    private final Retries retries;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable URI endpoint;

    Session(
            String registry,
            Endpoints endpoints,
            Redirects redirects,
            Destinations destinations,
            Authorizer authorizer,
            Retries retries) {
        this.registry = registry;
        this.endpoints = endpoints;
        this.redirects = redirects;
        this.destinations = destinations;
        this.authorizer = authorizer;
        this.retries = retries;
    }

    Retries retries() {
        return retries;
    }

    /** A path of the registry. */
    URI uri(String path) {
        return endpoint().resolve(path);
    }

    /** Where an answer points to. */
    URI location(Answer answer) {
        try {
            return destinations.resolve(answer.uri(), answer.header("Location"));
        } catch (IOException unusable) {
            throw new ConnectionException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** Sends {@code call} and answers whatever comes; the caller closes it. */
    Answer send(Call call) {
        URI origin = endpoint();
        boolean renewed = false;
        for (int attempt = 0; ; attempt++) {
            String authorization = authorization(call, origin);
            Duration pause;
            try {
                Answer answer = redirects.send(call, origin, authorization);
                if (answer.status() == 401 && call.repeatable() && !renewed) {
                    renewed = true;
                    if (authorizer.renew(Challenge.of(answer), authorization)) {
                        answer.discard();
                        continue;
                    }
                }
                Optional<Duration> wait = call.repeatable() ? retries.after(answer, attempt) : Optional.empty();
                if (wait.isEmpty()) {
                    return answer;
                }
                answer.discard();
                pause = wait.get();
            } catch (IOException failure) {
                Optional<Duration> wait = call.repeatable() ? retries.after(failure, attempt) : Optional.empty();
                pause = wait.orElseThrow(() -> failed(call, failure));
            }
            Retries.sleep(pause);
        }
    }

    /** Sends {@code call}; an answer without success is thrown as the registry's failure. */
    Answer succeed(Call call) {
        Answer answer = send(call);
        if (answer.successful()) {
            return answer;
        }
        try (answer) {
            throw RegistryErrors.of(answer);
        } catch (IOException failure) {
            throw failed(call, failure);
        }
    }

    static ConnectionException failed(Call call, IOException failure) {
        return new ConnectionException(NetworkErrors.describe(call.method(), call.uri(), failure), failure);
    }

    private @Nullable String authorization(Call call, URI origin) {
        try {
            return authorizer.header(origin, call.scope());
        } catch (DavitException refused) {
            String message = NetworkErrors.prefix(call.method(), call.uri()) + refused.message();
            throw new DavitException(refused.kind(), message, refused);
        }
    }

    private URI endpoint() {
        URI known = endpoint;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            URI meanwhile = endpoint;
            URI found = meanwhile == null ? negotiate() : meanwhile;
            endpoint = found;
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** The first endpoint that answers HTTP, whatever the answer. Failing that, the failure of plain HTTP counts. */
    private URI negotiate() {
        List<URI> candidates = endpoints.of(registry);
        DavitException failure = null;
        for (URI candidate : candidates) {
            Call ping = Call.of("GET", candidate.resolve("/v2/"));
            boolean plain = candidate.getScheme().equals("http");
            try {
                Answer answer = redirects.send(ping, candidate, null);
                boolean wantsTls = plain && answer.status() == 400 && candidates.size() > 1;
                authorizer.challenged(answer.status() == 401 ? Challenge.of(answer) : List.of());
                answer.discard();
                if (!wantsTls) {
                    return candidate;
                }
                failure = DavitException.internal(
                        NetworkErrors.prefix("GET", ping.uri()) + "server speaks HTTPS only", null);
            } catch (IOException unreachable) {
                failure = failure == null || plain ? failed(ping, unreachable) : failure;
            }
        }
        if (failure == null) {
            throw new IllegalStateException("no endpoint of " + registry);
        }
        throw failure;
    }
}
