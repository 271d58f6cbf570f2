package dev.davit.registry.upstream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests to one upstream: answers its challenges, follows its redirects, leaves it alone when it asks for that. */
final class Session implements AutoCloseable {

    private static final int REDIRECTS = 5;
    private static final long FIRST_PAUSE = 100;

    private final UpstreamProperties.Upstream settings;
    private final Destinations destinations;
    private final Transport transport;
    private final Authorizer authorizer;
    private final Pause pause;

    Session(UpstreamProperties.Upstream settings) {
        this.settings = settings;
        this.destinations = new Destinations(settings.url(), settings.realms());
        this.transport = new Transport(settings);
        this.pause = new Pause(settings.name());
        this.authorizer = new Authorizer(settings, destinations, transport, pause);
    }

    /** How often a request, or a blob that was cut, may be tried again. */
    int retries() {
        return settings.retries();
    }

    URI uri(String path) {
        return settings.url().resolve(path);
    }

    /** A URL that an answer gave for the next page; it has to be the upstream's own. */
    URI next(URI base, String reference) throws UpstreamException {
        try {
            URI next = destinations.redirect(base, reference);
            if (!destinations.isUpstream(next)) {
                throw new IOException("its next page is elsewhere, at " + next.getHost());
            }
            return next;
        } catch (IOException unusable) {
            throw failed(unusable);
        }
    }

    /** What it answers, if it is a success or 404, 416 or the like; the caller closes it. */
    Reply send(String method, URI uri, String repository, Map<String, String> headers) throws UpstreamException {
        for (int attempt = 0; ; attempt++) {
            pause.check();
            try {
                Reply reply = authorized(method, uri, repository, headers);
                if (reply.status() < 500 && reply.status() != 429) {
                    return reply;
                }
                try (reply) {
                    if (reply.status() == 429 || reply.status() == 503) {
                        throw pause.begin(reply);
                    }
                    if (attempt >= settings.retries()) {
                        throw UpstreamException.broken(
                                settings.name() + " failed: it answers with status " + reply.status());
                    }
                }
            } catch (UpstreamException known) {
                throw known;
            } catch (IOException failure) {
                if (attempt >= settings.retries() || pointless(failure)) {
                    throw failed(failure);
                }
            } catch (CancellationException stopped) {
                throw failed(new IOException("this registry stops", stopped));
            }
            sleep(attempt);
        }
    }

    private Reply authorized(String method, URI uri, String repository, Map<String, String> headers)
            throws IOException {
        String authorization = authorizer.header(repository);
        Reply reply = redirected(method, uri, headers, authorization);
        if (reply.status() == 401 && authorizer.renew(reply, repository, authorization)) {
            reply.discard();
            reply = redirected(method, uri, headers, authorizer.header(repository));
        }
        if (reply.status() == 401 || reply.status() == 403) {
            reply.discard();
            throw UpstreamException.denied(settings.name() + " does not let this registry read " + repository
                    + ": it may not exist there, or need other credentials");
        }
        return reply;
    }

    private Reply redirected(String method, URI first, Map<String, String> headers, @Nullable String authorization)
            throws IOException {
        URI uri = first;
        boolean trusted = true;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            trusted = trusted && destinations.isUpstream(uri); // once it was left, it is not trusted again
            Reply reply = transport.send(method, uri, new HashMap<>(headers), trusted ? authorization : null);
            if (!reply.redirects()) {
                return reply;
            }
            String location = reply.header("Location");
            reply.discard();
            uri = destinations.redirect(uri, location);
        }
        throw new IOException("it redirects more than " + REDIRECTS + " times");
    }

    private static boolean pointless(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof SSLException
                || failure instanceof InterruptedIOException; // a time-out has taken long enough
    }

    UpstreamException unusable(int status) {
        return UpstreamException.unusable(settings.name() + " answers with status " + status, null);
    }

    UpstreamException failed(IOException failure) {
        if (failure instanceof UpstreamException known) {
            return known;
        }
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String message = settings.name() + " failed: " + said;
        return failure instanceof SocketTimeoutException
                ? UpstreamException.silent(message, failure)
                : UpstreamException.failed(message, failure);
    }

    void sleep(int attempt) throws UpstreamException {
        try {
            Thread.sleep(FIRST_PAUSE << Math.min(attempt, 6));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UpstreamException.failed("this registry stops", stopped);
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
