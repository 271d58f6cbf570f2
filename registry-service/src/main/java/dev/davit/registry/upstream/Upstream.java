package dev.davit.registry.upstream;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Another registry, and the namespace under which its repositories appear here. */
public final class Upstream implements AutoCloseable {

    private static final int MANIFEST = 4 * 1024 * 1024;
    private static final String ACCEPTED = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.artifact.manifest.v1+json");

    private final UpstreamProperties.Upstream settings;
    private final String library;
    private final Session session;
    private final Lists lists;

    Upstream(UpstreamProperties.Upstream settings) {
        this.settings = settings;
        this.library = Objects.requireNonNull(settings.library());
        this.session = new Session(settings);
        this.lists = new Lists(session);
    }

    /** The host that users know it by. */
    public String name() {
        return settings.name();
    }

    /** What the names of its repositories begin with here, up to and with the slash. */
    public String prefix() {
        return settings.namespace() + "/";
    }

    /** How long a tag is believed. */
    public Duration freshness() {
        return settings.freshness();
    }

    /** Bytes that may be held of it; empty: as many as there are. */
    public OptionalLong limit() {
        return settings.limit() == null
                ? OptionalLong.empty()
                : OptionalLong.of(settings.limit().toBytes());
    }

    /** What is held without anybody asking. */
    public List<Mirror> mirror() {
        return settings.mirror();
    }

    /** How often that is looked at; 0: when an administrator asks. */
    public Duration syncInterval() {
        return settings.syncInterval();
    }

    /** The manifest of a repository of ours, from there; empty: there is none. */
    public Optional<RemoteManifest> manifest(String local, Reference reference) throws UpstreamException {
        return manifest("GET", local, reference);
    }

    /** What the head of the answer would say. */
    public Optional<RemoteManifest> manifestHead(String local, Reference reference) throws UpstreamException {
        return manifest("HEAD", local, reference);
    }

    private Optional<RemoteManifest> manifest(String method, String local, Reference reference)
            throws UpstreamException {
        try (Reply reply = get(method, local, "/manifests/" + reference, Map.of("Accept", ACCEPTED))) {
            if (missing(reply)) {
                return Optional.empty();
            }
            byte[] content = method.equals("HEAD") ? new byte[0] : reply.read(MANIFEST);
            String type = reply.header("Content-Type");
            return Optional.of(
                    new RemoteManifest(reply.header("Docker-Content-Digest"), type.isEmpty() ? null : type, content));
        } catch (IOException failure) {
            throw session.failed(failure);
        }
    }

    /** Bytes of a blob, -1 where that is not said; empty: there is none. */
    public Optional<Long> blobSize(String local, Digest digest) throws UpstreamException {
        try (Reply reply = get("HEAD", local, "/blobs/" + digest, Map.of())) {
            return missing(reply) ? Optional.empty() : Optional.of(reply.length());
        }
    }

    /** A blob; empty: there is none. */
    public Optional<BlobStream> blob(String local, Digest digest) throws UpstreamException {
        BlobStream.Opener opener = offset -> open(local, digest, offset);
        return opener.open(0).map(reply -> new BlobStream(session, opener, digest, reply));
    }

    private Optional<Reply> open(String local, Digest digest, long offset) throws UpstreamException {
        Map<String, String> range = offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-");
        Reply reply = get("GET", local, "/blobs/" + digest, range);
        boolean keep = false;
        try {
            if (missing(reply)) {
                return Optional.empty();
            }
            keep = true;
            return Optional.of(reply);
        } finally {
            if (!keep) {
                reply.close();
            }
        }
    }

    /** All tags; empty: no such repository. */
    public Optional<List<String>> tags(String local) throws UpstreamException {
        return lists.tags(remote(local));
    }

    /** All descriptors of what names the subject; empty: it does not know referrers, nor that subject. */
    public Optional<List<JsonNode>> referrers(String local, Digest subject) throws UpstreamException {
        return lists.referrers(remote(local), subject);
    }

    private Reply get(String method, String local, String path, Map<String, String> headers) throws UpstreamException {
        String repository = remote(local);
        URI uri = session.uri("/v2/" + repository + path);
        return session.send(method, uri, repository, headers);
    }

    private boolean missing(Reply reply) throws UpstreamException {
        if (reply.successful()) {
            return false;
        }
        if (reply.status() == 404) {
            return true;
        }
        throw session.unusable(reply.status());
    }

    /** What a repository of ours is named there. */
    public String remote(String local) {
        String name = local.substring(prefix().length());
        return name.indexOf('/') >= 0 || library.isEmpty() ? name : library + "/" + name;
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
