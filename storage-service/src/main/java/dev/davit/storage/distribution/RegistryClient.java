package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One repository of one registry with one user's credentials. Safe for threads: layers are fetched side by side with
 * one token. Interrupting a thread ends its call.
 *
 * <p>Every method fails with a {@link DavitException} of dockerd's text: not found, unauthenticated, unavailable …
 */
@SuppressWarnings("DoNotCallSuggester") // the shape first
public final class RegistryClient {

    /** Host as it stands in references. */
    public String registry() {
        throw DavitException.notImplemented("registries");
    }

    /** Path in the registry. */
    public String repository() {
        throw DavitException.notImplemented("registries");
    }

    /** What a tag or digest points to, without fetching it (HEAD); empty when there is no such thing. */
    public Optional<Descriptor> head(String tagOrDigest) {
        throw DavitException.notImplemented("registries");
    }

    /** A manifest by tag or digest, at most 4 MiB, verified. */
    public FetchedManifest manifest(String tagOrDigest) {
        throw DavitException.notImplemented("registries");
    }

    /**
     * The image of a platform behind a tag or digest.
     *
     * @param platform null: this host's
     * @throws DavitException not found: {@code no matching manifest for linux/arm in the manifest list entries}
     */
    public ResolvedImage resolve(String tagOrDigest, @Nullable Platform platform) {
        throw DavitException.notImplemented("registries");
    }

    /** What {@code GET /distribution/NAME/json} answers. */
    public Inspection inspect(String tagOrDigest) {
        throw DavitException.notImplemented("registries");
    }

    /** Every tag, as the registry orders them. */
    public List<String> tags() {
        throw DavitException.notImplemented("registries");
    }

    /**
     * A blob as a stream. It goes on after a cut connection, and its end fails unless size and digest are right:
     * what was read is good only once {@code read} has answered -1. Closing early ends the transfer.
     */
    public InputStream blob(Descriptor blob) {
        throw DavitException.notImplemented("registries");
    }

    /** A small blob (a configuration) as a whole, verified. Invalid: it is larger than {@code limit} bytes. */
    public byte[] smallBlob(Descriptor blob, int limit) {
        throw DavitException.notImplemented("registries");
    }

    /** The size of a blob that the repository has (HEAD); empty when it has not. */
    public Optional<Descriptor> headBlob(String digest) {
        throw DavitException.notImplemented("registries");
    }

    /** Links a blob of another repository of the same registry into this one; false: it must be uploaded. */
    public boolean mountBlob(String digest, String fromRepository) {
        throw DavitException.notImplemented("registries");
    }

    /**
     * Uploads a blob while it is read, without knowing its digest before.
     *
     * @return its descriptor, with digest and size as sent
     */
    public Descriptor upload(String mediaType, BlobSource source) {
        throw DavitException.notImplemented("registries");
    }

    /** Uploads a blob whose digest and size are known; fails without leaving it there when the bytes are others. */
    public Descriptor upload(Descriptor expected, BlobSource source) {
        throw DavitException.notImplemented("registries");
    }

    /**
     * Stores a manifest under a tag or its digest.
     *
     * @return its digest
     */
    public String putManifest(String tagOrDigest, String mediaType, byte[] bytes) {
        throw DavitException.notImplemented("registries");
    }
}
