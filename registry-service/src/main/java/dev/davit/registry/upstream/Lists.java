package dev.davit.registry.upstream;

import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an upstream answers in pages. */
final class Lists {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 4 * 1024 * 1024;
    private static final int LIST = 16 * 1024 * 1024;
    private static final int PAGES = 200;
    private static final int MOST = 100_000;
    private static final int HEX = 64;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?.*");
    private static final Map<String, String> INDEX = Map.of("Accept", "application/vnd.oci.image.index.v1+json");

    private final Session session;

    Lists(Session session) {
        this.session = session;
    }

    Optional<List<String>> tags(String repository) throws UpstreamException {
        List<String> tags = new ArrayList<>();
        URI first = session.uri("/v2/" + repository + "/tags/list?n=1000");
        boolean found = pages(first, repository, Map.of(), page -> {
            for (JsonNode tag : page.path("tags")) {
                tags.add(tag.asString(""));
            }
            return tags.size();
        });
        return found ? Optional.of(tags) : Optional.empty();
    }

    /** An upstream that has no such endpoint may have the tag that stands for it. Not all say 404 then. */
    Optional<List<JsonNode>> referrers(String repository, Digest subject) throws UpstreamException {
        String base = "/v2/" + repository;
        Optional<UpstreamException> refused = Optional.empty();
        try {
            Optional<List<JsonNode>> found = manifests(session.uri(base + "/referrers/" + subject), repository);
            if (found.isPresent()) {
                return found;
            }
        } catch (UpstreamException failure) {
            if (!failure.isReached()) {
                throw failure;
            }
            refused = Optional.of(failure).filter(broken -> !broken.isAnswer());
        }
        Optional<List<JsonNode>> tagged = manifests(session.uri(base + "/manifests/" + tag(subject)), repository);
        if (tagged.isEmpty() && refused.isPresent()) {
            throw refused.get();
        }
        return tagged;
    }

    /** A tag is shorter than some digests: the specification has it cut. */
    private static String tag(Digest subject) {
        return subject.algorithm().prefix() + "-"
                + subject.hex().substring(0, Math.min(HEX, subject.hex().length()));
    }

    private Optional<List<JsonNode>> manifests(URI uri, String repository) throws UpstreamException {
        List<JsonNode> manifests = new ArrayList<>();
        boolean found = pages(uri, repository, INDEX, page -> {
            Consumer<JsonNode> add = manifests::add;
            page.path("manifests").forEach(add);
            return manifests.size();
        });
        return found ? Optional.of(manifests) : Optional.empty();
    }

    private interface PageReader {
        /** How many there are so far. */
        int read(JsonNode page);
    }

    private boolean pages(URI first, String repository, Map<String, String> headers, PageReader reader)
            throws UpstreamException {
        Optional<URI> next = Optional.of(first);
        int bytes = 0;
        for (int i = 0; next.isPresent(); i++) {
            URI uri = next.get();
            try (Reply reply = session.send("GET", uri, repository, headers)) {
                if (reply.status() == 404 && i == 0) {
                    return false;
                }
                if (!reply.successful()) {
                    throw session.unusable(reply.status());
                }
                byte[] body = reply.read(PAGE);
                bytes += body.length;
                JsonNode page = JSON.readTree(body);
                if (page == null || !page.isObject()) {
                    throw new IOException("it answers no list");
                }
                if (reader.read(page) > MOST || i >= PAGES || bytes > LIST) {
                    throw new IOException("its list has no end");
                }
                next = next(reply, uri);
            } catch (JacksonException malformed) {
                throw session.failed(new IOException("it answers no JSON", malformed));
            } catch (IOException failure) {
                throw session.failed(failure);
            }
        }
        return true;
    }

    private Optional<URI> next(Reply reply, URI uri) throws UpstreamException {
        Matcher link = NEXT.matcher(reply.header("Link"));
        return link.matches() ? Optional.of(session.next(uri, link.group(1))) : Optional.empty();
    }
}
