package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One repository of one registry with one user's credentials. Safe for threads: layers are fetched side by side with
 * one token. Interrupting a thread ends its call.
 *
 * <p>Every method fails with a {@link DavitException} of dockerd's text: not found, unauthenticated, unavailable …
 */
public final class RegistryClient {

    private final Names names;
    private final Access access;
    private final Manifests manifests;
    private final Blobs blobs;
    private final Uploads uploads;
    private final Images images;

    RegistryClient(Session session, Names names, Access access) {
        this.names = names;
        this.access = access;
        this.manifests = new Manifests(session, names);
        this.blobs = new Blobs(session, names);
        this.uploads = new Uploads(session, names);
        this.images = new Images(manifests, blobs);
    }

    /** Host as it stands in references. */
    public String registry() {
        return names.registry();
    }

    /** Path in the registry. */
    public String repository() {
        return names.repository();
    }

    /** What a tag or digest points to, without fetching it (HEAD); empty when there is no such thing. */
    public Optional<Descriptor> head(String tagOrDigest) {
        return worded(tagOrDigest, () -> manifests.head(tagOrDigest));
    }

    /** A manifest by tag or digest, at most 4 MiB, verified. */
    public FetchedManifest manifest(String tagOrDigest) {
        return worded(tagOrDigest, () -> manifests.get(tagOrDigest));
    }

    /**
     * The image of a platform behind a tag or digest.
     *
     * @param platform null: this host's
     * @throws DavitException not found: {@code no matching manifest for linux/arm in the manifest list entries}
     */
    public ResolvedImage resolve(String tagOrDigest, @Nullable Platform platform) {
        return worded(tagOrDigest, () -> images.resolve(tagOrDigest, platform));
    }

    /** What {@code GET /distribution/NAME/json} answers. */
    public Inspection inspect(String tagOrDigest) {
        return worded(tagOrDigest, () -> images.inspect(tagOrDigest));
    }

    /** Every tag, as the registry orders them. */
    public List<String> tags() {
        return worded("", manifests::tags);
    }

    /**
     * A blob as a stream. It goes on after a cut connection, and its end fails unless size and digest are right:
     * what was read is good only once {@code read} has answered -1. Closing early ends the transfer.
     */
    public InputStream blob(Descriptor blob) {
        return worded(blob.digest(), () -> blobs.open(blob));
    }

    /** A small blob (a configuration) as a whole, verified. Invalid: it is larger than {@code limit} bytes. */
    public byte[] smallBlob(Descriptor blob, int limit) {
        return worded(blob.digest(), () -> blobs.small(blob, limit));
    }

    /** The size of a blob that the repository has (HEAD); empty when it has not. */
    public Optional<Descriptor> headBlob(String digest) {
        return worded(digest, () -> blobs.head(digest));
    }

    /**
     * Links a blob of another repository of the same registry into this one; false: it must be uploaded, since the
     * source has not got it or may not be read.
     */
    public boolean mountBlob(String digest, String fromRepository) {
        return blobs.mount(digest, fromRepository);
    }

    /**
     * Uploads a blob while it is read, without knowing its digest before.
     *
     * @return its descriptor, with digest and size as sent
     */
    public Descriptor upload(String mediaType, BlobSource source) {
        return uploads.upload(mediaType, null, source);
    }

    /** Uploads a blob whose digest and size are known; fails without leaving it there when the bytes are others. */
    public Descriptor upload(Descriptor expected, BlobSource source) {
        return uploads.upload(expected.mediaType(), expected, source);
    }

    /**
     * Stores a manifest under a tag or its digest.
     *
     * @return its digest
     */
    public String putManifest(String tagOrDigest, String mediaType, byte[] bytes) {
        return manifests.put(tagOrDigest, mediaType, bytes);
    }

    /** Does it, with failures in the words of what the client is for. */
    private <T> T worded(String tagOrDigest, Supplier<T> work) {
        try {
            return work.get();
        } catch (RegistryException refused) {
            throw access == Access.PULL ? refused.forPull(names, tagOrDigest) : refused;
        }
    }
}
