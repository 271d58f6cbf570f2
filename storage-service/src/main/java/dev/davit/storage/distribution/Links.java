package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Link headers (RFC 8288), by which registries page. */
final class Links {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>\\s*(.*)");

    private Links() {}

    /** The next page, which must be of the same origin. */
    static Optional<URI> next(Answer answer) throws IOException {
        for (String header : answer.headers("Link")) {
            Matcher link = LINK.matcher(header.strip());
            if (link.matches() && link.group(2).replace("\"", "").contains("rel=next")) {
                return Optional.of(resolve(answer.uri(), link.group(1)));
            }
        }
        return Optional.empty();
    }

    private static URI resolve(URI base, String target) throws IOException {
        try {
            URI next = base.resolve(target);
            if (Hosts.sameOrigin(base, next)) {
                return next;
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException("malformed link " + Quoted.of(target), malformed);
        }
        throw new IOException("link to another host: " + Quoted.of(target));
    }
}
