package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import tools.jackson.databind.JsonNode;

/** Manifests and tags of a repository. */
final class Manifests {

    private static final int LONGEST = 4 << 20; // distribution-spec: registries take at least this much
    private static final int LONGEST_LIST = 8 << 20;
    private static final int MOST_PAGES = 10_000;

    private final Session session;
    private final Names names;

    Manifests(Session session, Names names) {
        this.session = session;
        this.names = names;
    }

    Optional<Descriptor> head(String reference) {
        Call call = read("HEAD", reference);
        try (Answer answer = session.send(call)) {
            String digest = answer.header("Docker-Content-Digest");
            String type = MediaTypes.bare(answer.header("Content-Type"));
            if (answer.successful() && Digests.isDigest(digest) && answer.length() >= 0) {
                return Optional.of(Descriptor.of(type, verified(reference, digest), answer.length()));
            }
            if (answer.status() == 404) {
                return Optional.empty();
            }
        }
        return Optional.of(get(reference).descriptor()); // no HEAD here, or the reason is in the body of a GET
    }

    FetchedManifest get(String reference) {
        Call call = read("GET", reference);
        try (Answer answer = session.succeed(call)) {
            byte[] bytes = answer.read(LONGEST);
            if (bytes.length > LONGEST) {
                throw DavitException.internal(
                        "manifest for " + names.familiar(reference) + " is larger than " + LONGEST + " bytes", null);
            }
            String digest = digest(reference, answer.header("Docker-Content-Digest"), bytes);
            Manifest manifest = ManifestParser.parse(bytes, answer.header("Content-Type"));
            return new FetchedManifest(Descriptor.of(manifest.mediaType(), digest, bytes.length), bytes, manifest);
        } catch (IOException cut) {
            throw Session.failed(call, cut);
        }
    }

    String put(String reference, String mediaType, byte[] bytes) {
        Call call = Call.of("PUT", session.uri(names.manifestPath(reference)))
                .with(() -> new ByteArrayEntity(bytes, ContentType.parseLenient(mediaType)));
        String digest = digest(reference, "", bytes);
        try (Answer answer = session.succeed(call)) {
            String stored = answer.header("Docker-Content-Digest");
            if (Digests.isDigest(stored) && !Digests.matches(stored, bytes)) {
                throw DavitException.internal("manifest verification failed for digest " + stored, null);
            }
            answer.discard();
            return digest;
        }
    }

    List<String> tags() {
        List<String> tags = new ArrayList<>();
        URI page = session.uri(names.path("tags/list"));
        for (int count = 0; count < MOST_PAGES; count++) {
            Call call = Call.of("GET", page);
            try (Answer answer = session.succeed(call)) {
                byte[] bytes = answer.read(LONGEST_LIST);
                JsonNode json = Json.tree(bytes);
                if (json == null) {
                    throw DavitException.internal("invalid list of tags of " + names.familiar(), null);
                }
                json.path("tags").forEach(tag -> tags.add(tag.asString("")));
                Optional<URI> next = Links.next(answer);
                if (next.isEmpty()) {
                    return List.copyOf(tags);
                }
                page = next.get();
            } catch (IOException cut) {
                throw Session.failed(call, cut);
            }
        }
        throw DavitException.internal("the list of tags of " + names.familiar() + " has no end", null);
    }

    private Call read(String method, String reference) {
        Call call = Call.of(method, session.uri(names.manifestPath(reference)));
        for (String type : MediaTypes.MANIFESTS) {
            call = call.with("Accept", type);
        }
        return call;
    }

    /** The digest of {@code bytes}: the one that was asked for, or else ours; it must not contradict the registry's. */
    private static String digest(String reference, String said, byte[] bytes) {
        for (String claim : List.of(reference, said)) {
            if (Digests.isDigest(claim) && !Digests.matches(claim, bytes)) {
                throw DavitException.internal("manifest verification failed for digest " + claim, null);
            }
        }
        if (Digests.isDigest(reference)) {
            return reference;
        }
        MessageDigest sha256 = Digests.sha256();
        sha256.update(bytes);
        return Digests.finish(sha256);
    }

    private static String verified(String reference, String said) {
        if (Digests.isDigest(reference) && !reference.equals(said)) {
            throw DavitException.internal("manifest verification failed for digest " + reference, null);
        }
        return said;
    }
}
