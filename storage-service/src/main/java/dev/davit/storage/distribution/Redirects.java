package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Follows redirects. Credentials go to the origin that they are for, and no more once it was left. */
final class Redirects {

    private static final int MOST = 10;

    private final Transport transport;
    private final Destinations destinations;

    Redirects(Transport transport, Destinations destinations) {
        this.transport = transport;
        this.destinations = destinations;
    }

    /** Sends {@code call}, with {@code authorization} as far as {@code origin} goes. */
    Answer send(Call call, URI origin, @Nullable String authorization) throws IOException {
        URI uri = call.uri();
        boolean trusted = true;
        for (int hop = 0; hop <= MOST; hop++) {
            trusted = trusted && Hosts.sameOrigin(uri, origin);
            Answer answer = transport.send(call, uri, trusted ? authorization : null);
            if (!redirects(answer, call)) {
                return answer;
            }
            String location = answer.header("Location");
            answer.discard();
            uri = destinations.resolve(uri, location);
        }
        throw new IOException("stopped after " + MOST + " redirects");
    }

    private static boolean redirects(Answer answer, Call call) {
        boolean reads = call.method().equals("GET") || call.method().equals("HEAD");
        return switch (answer.status()) {
            case 301, 302, 303 -> reads;
            case 307, 308 -> reads || call.repeatable();
            default -> false;
        };
    }
}
