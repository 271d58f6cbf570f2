package dev.davit.storage.image;

import dev.davit.contracts.storage.Image;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.blob.Digests;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.reference.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The images of this host, as they are shown, and what a reference means. */
@Component
public class Images {

    private static final Pattern ID = Pattern.compile("(?:sha256:)?([a-f0-9]{64})");
    private static final Pattern PREFIX = Pattern.compile("(?:sha256:)?([a-f0-9]{1,64})");
    private static final String DRIVER = "overlay2";

    private final ImageRepository images;
    private final ImageNameRepository names;
    private final ImageStore store;
    private final LayerStore layers;
    private final BlobStore blobs;
    private final ObjectProvider<ImageUsers> users;
    private final ImageCache cache;
    private final Map<String, ImageDocument> documents = new ConcurrentHashMap<>();

    Images(
            ImageRepository images,
            ImageNameRepository names,
            ImageStore store,
            LayerStore layers,
            BlobStore blobs,
            ObjectProvider<ImageUsers> users,
            ImageCache cache) {
        this.images = images;
        this.names = names;
        this.store = store;
        this.layers = layers;
        this.blobs = blobs;
        this.users = users;
        this.cache = cache;
    }

    /** Every image. */
    public List<Image> all() {
        Map<String, List<Reference>> byImage = new HashMap<>();
        names.findAll()
                .forEach(name -> byImage.computeIfAbsent(name.imageId(), id -> new ArrayList<>())
                        .add(name.reference()));
        return images.findAll().stream()
                .map(row -> shown(row, byImage.getOrDefault(row.getId(), List.of())))
                .toList();
    }

    /** How many. */
    public int count() {
        return (int) images.count();
    }

    /** One image. */
    public Image one(String ref) {
        return byId(resolve(ref));
    }

    /** One image by its id; also one that was removed while a container stands on it. */
    public Image byId(String id) {
        return named(id)
                .map(image -> shown(image.row(), image.names()))
                .or(() -> store.readable(id) ? Optional.of(orphan(id)) : Optional.empty())
                .orElseThrow(() -> DavitException.notFound("No such image: " + id));
    }

    private Optional<ImageCache.Named> named(String id) {
        ImageCache.Known known = cache.known();
        ImageCache.Named there = known.images().get(id);
        if (there != null) {
            return Optional.of(there);
        }
        Optional<ImageCache.Named> read = images.findById(id).map(row -> new ImageCache.Named(row, store.names(id)));
        read.ifPresent(image -> known.images().put(id, image));
        return read;
    }

    private Image orphan(String id) {
        List<String> diffIds = document(id).diffIds();
        long size = diffIds.stream()
                .map(layers::find)
                .flatMap(Optional::stream)
                .mapToLong(Layer::size)
                .sum();
        return shown(new ImageRow(id, diffIds, size, null), List.of());
    }

    private Image shown(ImageRow row, List<Reference> references) {
        ImageDocument document = document(row.getId());
        return new Image(
                row.getId(),
                references.stream()
                        .filter(name -> name.digest() == null)
                        .map(Reference::familiar)
                        .toList(),
                references.stream()
                        .filter(name -> name.digest() != null)
                        .map(Reference::familiar)
                        .toList(),
                document.created(),
                document.text("architecture"),
                document.text("os"),
                document.text("variant"),
                document.text("author"),
                document.text("comment"),
                document.config(),
                row.size(),
                row.diffIds(),
                Digests.chainId(row.diffIds()),
                lastTagged(row),
                DRIVER,
                users.getObject().containers(row.getId()));
    }

    private static @Nullable Instant lastTagged(ImageRow row) {
        return row.lastTagged();
    }

    /** Its configuration, read. */
    public ImageDocument document(String id) {
        return documents.computeIfAbsent(id, missing -> ImageDocument.read(blobs.read(missing)));
    }

    void forget(String id) {
        documents.remove(id);
    }

    /** The id of the image that a reference means. Not found: "No such image: REF". */
    public String resolve(String ref) {
        return find(ref).orElseThrow(() -> DavitException.notFound("No such image: " + said(ref)));
    }

    private static String said(String ref) {
        return isId(ref) ? ref : Reference.parse(ref).tagged().familiar();
    }

    /** The same; empty when there is none. Invalid: it cannot be a reference. */
    public Optional<String> find(String ref) {
        ImageCache.Known known = cache.known();
        Optional<String> found = Optional.ofNullable(known.ids().get(ref)).or(() -> look(ref));
        found.ifPresent(id -> known.ids().put(ref, id));
        return found;
    }

    private Optional<String> look(String ref) {
        if (isId(ref)) {
            String id = ref.startsWith("sha256:") ? ref : "sha256:" + ref;
            return images.existsById(id) ? Optional.of(id) : Optional.empty();
        }
        Optional<String> named = store.pointedTo(Reference.parse(ref).tagged());
        return named.isPresent() ? named : byPrefix(ref);
    }

    static boolean isId(String ref) {
        return ID.matcher(ref).matches();
    }

    private Optional<String> byPrefix(String ref) {
        if (!PREFIX.matcher(ref).matches()) {
            return Optional.empty();
        }
        String prefix = ref.startsWith("sha256:") ? ref : "sha256:" + ref;
        List<ImageRow> found = images.findByIdStartingWith(prefix);
        return found.size() == 1 ? Optional.of(found.getFirst().getId()) : Optional.empty();
    }

    /** Whether {@code ref} is an id or the beginning of one, of this image, and no name. */
    static boolean isIdOf(String ref, String id) {
        return ref.length() >= 1 && (id.startsWith(ref) || id.startsWith("sha256:" + ref));
    }
}
