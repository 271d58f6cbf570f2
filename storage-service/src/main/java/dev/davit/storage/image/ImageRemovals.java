package dev.davit.storage.image;

import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerBlob;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.reference.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Removing images by Docker's rules: names first, the image with the last of them, layers when nothing needs them. */
@Component
public class ImageRemovals {

    private final Images images;
    private final ImageStore store;
    private final LayerStore layers;
    private final BlobStore blobs;
    private final ImageRepository rows;
    private final ImageNameRepository names;
    private final ObjectProvider<ImageUsers> users;
    private final TransactionTemplate transactions;
    private final ImageCache cache;

    ImageRemovals(
            Images images,
            ImageStore store,
            LayerStore layers,
            BlobStore blobs,
            ImageRepository rows,
            ImageNameRepository names,
            ObjectProvider<ImageUsers> users,
            TransactionTemplate transactions,
            ImageCache cache) {
        this.images = images;
        this.store = store;
        this.layers = layers;
        this.blobs = blobs;
        this.rows = rows;
        this.names = names;
        this.users = users;
        this.transactions = transactions;
        this.cache = cache;
    }

    /** Takes a name off, or all names of an id, and removes the image when none is left. */
    public List<ImageRemoval> remove(String ref, boolean force) {
        store.changing().lock();
        try {
            String id = images.resolve(ref);
            List<Reference> references = store.names(id);
            return Images.isIdOf(ref, id)
                    ? removeById(id, references, force)
                    : removeByName(ref, id, references, force);
        } finally {
            store.changing().unlock();
        }
    }

    private List<ImageRemoval> removeByName(String ref, String id, List<Reference> references, boolean force) {
        List<String> containers = users.getObject().containers(id);
        if (!force && single(references) && !containers.isEmpty()) {
            throw DavitException.conflict("conflict: unable to remove repository reference \"" + ref
                    + "\" (must force) - container " + Ids.shortId(containers.getFirst())
                    + " is using its referenced image " + Ids.shortId(id));
        }
        Reference name = Reference.parse(ref).tagged();
        List<Reference> gone = new ArrayList<>(List.of(name));
        List<Reference> left = references.stream()
                .filter(other -> !other.canonical().equals(name.canonical()))
                .toList();
        boolean tagLeft = left.stream()
                .anyMatch(other -> other.digest() == null && other.repository().equals(name.repository()));
        if (name.digest() == null && !tagLeft) {
            // With the last tag of a repository go the digests by which it was pulled.
            left.stream()
                    .filter(other ->
                            other.digest() != null && other.repository().equals(name.repository()))
                    .forEach(gone::add);
        }
        List<ImageRemoval> removals = untag(gone);
        if (left.size() > gone.size() - 1) {
            return removals;
        }
        if (inTheWay(id, force) == null) {
            removals.addAll(delete(List.of(id)));
        } else if (containers.isEmpty()) {
            throw conflict(id, force);
        }
        return removals;
    }

    private List<ImageRemoval> removeById(String id, List<Reference> references, boolean force) {
        List<ImageRemoval> removals = new ArrayList<>();
        if (single(references)) {
            if (inTheWay(id, force) != null) {
                throw conflict(id, force);
            }
            removals.addAll(untag(references));
        } else if (!force) {
            throw DavitException.conflict("conflict: unable to delete " + Ids.shortId(id)
                    + " (must be forced) - image is referenced in multiple repositories");
        } else {
            if (inTheWay(id, true) != null) {
                throw conflict(id, true);
            }
            removals.addAll(untag(references));
        }
        removals.addAll(delete(List.of(id)));
        return removals;
    }

    // Docker's rule: one tag at most, and all names in its repository.
    private static boolean single(List<Reference> references) {
        long tags = references.stream().filter(name -> name.digest() == null).count();
        long repositories =
                references.stream().map(Reference::repository).distinct().count();
        return references.size() <= 1 || (tags <= 1 && repositories == 1);
    }

    private @Nullable String inTheWay(String id, boolean force) {
        ImageUsers all = users.getObject();
        List<String> containers = all.containers(id);
        for (String container : containers) {
            if (all.running(container)) {
                return "(cannot be forced) - image is being used by running container " + Ids.shortId(container);
            }
        }
        return force || containers.isEmpty()
                ? null
                : "(must be forced) - image is being used by stopped container " + Ids.shortId(containers.getFirst());
    }

    private DavitException conflict(String id, boolean force) {
        return DavitException.conflict("conflict: unable to delete " + Ids.shortId(id) + " " + inTheWay(id, force));
    }

    private List<ImageRemoval> untag(List<Reference> references) {
        transactions.executeWithoutResult(status -> references.forEach(name -> names.deleteById(name.canonical())));
        cache.changed();
        return references.stream()
                .map(name -> new ImageRemoval(name.familiar(), null))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Removes an image with all its names. */
    List<ImageRemoval> removeWhole(String id) {
        List<ImageRemoval> removed = untag(store.names(id));
        removed.addAll(delete(List.of(id)));
        return removed;
    }

    /** Deletes images without names, and the layers that nothing needs any more. */
    List<ImageRemoval> delete(List<String> ids) {
        Map<Layer, List<LayerBlob>> lost = new LinkedHashMap<>();
        List<ImageRemoval> removals = new ArrayList<>();
        Set<String> documents = new HashSet<>();
        transactions.executeWithoutResult(status -> {
            for (String id : ids) {
                store.manifests(id)
                        .forEach(manifest -> documents.add(manifest.document().digest()));
                documents.add(id);
                rows.deleteById(id);
                removals.add(new ImageRemoval(null, id));
            }
            rows.flush();
            for (Layer layer : unneeded()) {
                lost.put(layer, layers.remove(layer));
                removals.add(new ImageRemoval(null, layer.diffId()));
            }
        });
        cache.changed();
        lost.forEach(layers::bury);
        ids.forEach(images::forget);
        documents.removeAll(users.getObject().images());
        documents.forEach(blobs::remove);
        return removals;
    }

    private List<Layer> unneeded() {
        Set<String> needed = new HashSet<>(users.getObject().layers());
        rows.findAll().forEach(row -> needed.addAll(row.diffIds()));
        return layers.all().stream()
                .filter(layer -> !needed.contains(layer.diffId()))
                .toList();
    }

    /** Removes layers and blobs that nothing needs, such as those of an image whose last container went. */
    public void collect() {
        store.changing().lock();
        try {
            Map<Layer, List<LayerBlob>> lost = new LinkedHashMap<>();
            List<Layer> unneeded = unneeded();
            if (!unneeded.isEmpty()) {
                transactions.executeWithoutResult(
                        status -> unneeded.forEach(layer -> lost.put(layer, layers.remove(layer))));
                lost.forEach(layers::bury);
            }
            Set<String> needed = new HashSet<>(store.documentDigests());
            needed.addAll(layers.formDigests());
            needed.addAll(users.getObject().images());
            blobs.all().stream().filter(digest -> !needed.contains(digest)).forEach(blobs::remove);
        } finally {
            store.changing().unlock();
        }
    }
}
