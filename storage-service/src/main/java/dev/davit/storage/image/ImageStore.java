package dev.davit.storage.image;

import dev.davit.platform.error.DavitException;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.blob.Digests;
import dev.davit.storage.blob.Document;
import dev.davit.storage.image.NewImage.StoredManifest;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.reference.Reference;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores images: configuration, layers, names and manifest are there together, or none of them is. */
@Component
public class ImageStore {

    private final LayerStore layers;
    private final BlobStore blobs;
    private final ImageRepository images;
    private final ImageNameRepository names;
    private final ImageManifestRepository manifests;
    private final TransactionTemplate transactions;
    private final ImageCache cache;
    private final ReentrantLock changing = new ReentrantLock();

    ImageStore(
            LayerStore layers,
            BlobStore blobs,
            ImageRepository images,
            ImageNameRepository names,
            ImageManifestRepository manifests,
            TransactionTemplate transactions,
            ImageCache cache) {
        this.layers = layers;
        this.blobs = blobs;
        this.images = images;
        this.names = names;
        this.manifests = manifests;
        this.transactions = transactions;
        this.cache = cache;
    }

    /** Held while images come and go, so that no layer is removed that a new image counts on. */
    public ReentrantLock changing() {
        return changing;
    }

    /** Stores images, and answers their ids. Staged layers are theirs or gone afterwards. */
    public List<String> add(List<NewImage> added) {
        List<StagedLayer> staged =
                added.stream().flatMap(image -> image.staged().stream()).toList();
        if (!staged.isEmpty()) {
            layers.sync();
        }
        List<StagedLayer> taken = new ArrayList<>();
        changing.lock();
        try {
            List<String> ids = transactions.execute(status -> addAll(added, taken));
            cache.changed();
            taken.forEach(layers::publish);
            return ids;
        } catch (RuntimeException failure) {
            taken.forEach(layers::retract);
            taken.clear();
            throw failure;
        } finally {
            changing.unlock();
            staged.stream().filter(layer -> !taken.contains(layer)).forEach(layers::discard);
        }
    }

    private List<String> addAll(List<NewImage> added, List<StagedLayer> taken) {
        Map<String, Layer> whole = new HashMap<>();
        List<String> ids = new ArrayList<>();
        try {
            for (NewImage image : added) {
                for (StagedLayer layer : image.staged()) {
                    if (layers.find(layer.diffId()).isEmpty() && whole.put(layer.diffId(), layer.layer()) == null) {
                        layers.add(layer);
                        taken.add(layer);
                    }
                }
                ids.add(add(image, whole));
            }
        } catch (IOException failure) {
            throw DavitException.internal("cannot store the image: " + failure.getMessage(), failure);
        }
        return ids;
    }

    private String add(NewImage image, Map<String, Layer> fresh) throws IOException {
        List<String> diffIds = ImageDocument.read(image.config().bytes()).diffIds();
        long size = 0;
        for (String diffId : diffIds) {
            size += layers.find(diffId)
                    .or(() -> Optional.ofNullable(fresh.get(diffId)))
                    .orElseThrow(() -> DavitException.conflict("layer " + diffId + " was removed meanwhile; try again"))
                    .size();
        }
        String id = blobs.put(image.config().bytes());
        if (!images.existsById(id)) {
            images.saveAndFlush(new ImageRow(id, diffIds, size, null));
        }
        image.names().forEach(name -> point(name, id));
        StoredManifest manifest = image.manifest();
        if (manifest != null) {
            put(id, manifest);
        }
        return id;
    }

    private void put(String imageId, StoredManifest manifest) throws IOException {
        String digest = blobs.put(manifest.document().bytes());
        if (!manifests.existsById(digest)) {
            manifests.save(new ImageManifestRow(digest, imageId, manifest.mediaType()));
        }
    }

    /** Keeps a manifest of an image that a registry has. */
    public void keepManifest(String imageId, StoredManifest manifest) throws IOException {
        changing.lock();
        try {
            if (images.existsById(imageId)) {
                put(imageId, manifest);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Points a name to an image; from then on it points nowhere else. */
    public void tag(String imageId, Reference name) {
        transactions.executeWithoutResult(status -> point(name, imageId));
        cache.changed();
    }

    private void point(Reference name, String imageId) {
        Optional<ImageNameRow> there = names.findById(name.canonical());
        if (there.isPresent()) {
            there.get().pointTo(imageId);
        } else {
            names.save(new ImageNameRow(name, imageId));
        }
        images.findById(imageId)
                .orElseThrow(() -> DavitException.notFound("No such image: " + imageId))
                .tagged(Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** The image that a name points to. */
    public Optional<String> pointedTo(Reference name) {
        return names.findById(name.canonical()).map(ImageNameRow::imageId);
    }

    /** Names of an image. */
    public List<Reference> names(String imageId) {
        return names.findByImageIdOrderByName(imageId).stream()
                .map(ImageNameRow::reference)
                .toList();
    }

    /** Names with a tag in a repository. */
    public List<Reference> tags(String repository) {
        return names.findByRepositoryOrderByName(repository).stream()
                .map(ImageNameRow::reference)
                .filter(name -> name.digest() == null)
                .toList();
    }

    /** Manifests that an image came with. */
    public List<StoredManifest> manifests(String imageId) {
        return manifests.findByImageId(imageId).stream()
                .map(row -> new StoredManifest(row.mediaType(), new Document(blobs.read(row.getId()))))
                .toList();
    }

    /** Digests of every blob that an image needs beside its layers. */
    List<String> documentDigests() {
        List<String> all = new ArrayList<>();
        images.findAll().forEach(row -> all.add(row.getId()));
        manifests.findAll().forEach(row -> all.add(row.getId()));
        return all;
    }

    /** Whether there is an image of this id. */
    public boolean exists(String imageId) {
        return cache.known().images().containsKey(imageId) || images.existsById(imageId);
    }

    /** Whether it is the digest of a configuration that can be read. */
    public boolean readable(String imageId) {
        return Digests.valid(imageId) && blobs.has(imageId);
    }
}
