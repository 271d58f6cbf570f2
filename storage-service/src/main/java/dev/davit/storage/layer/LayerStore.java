package dev.davit.storage.layer;

import dev.davit.storage.archive.Compression;
import dev.davit.storage.archive.Recipe;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.blob.StorageFolders;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The layers of this host. A layer that has a row is whole on disk. */
@Component
@EnableConfigurationProperties(LayerProperties.class)
public class LayerStore {

    private final Kernel kernel;
    private final StorageFolders root;
    private final LayerFolders folders;
    private final BlobStore blobs;
    private final LayerUnpacking unpacking;
    private final LayerRepository layers;
    private final LayerBlobRepository forms;
    private final BlobSourceRepository sources;
    private final Map<String, Layer> known = new ConcurrentHashMap<>();

    LayerStore(
            Kernel kernel,
            StorageFolders root,
            LayerFolders folders,
            BlobStore blobs,
            LayerUnpacking unpacking,
            LayerRepository layers,
            LayerBlobRepository forms,
            BlobSourceRepository sources) {
        this.kernel = kernel;
        this.root = root;
        this.folders = folders;
        this.blobs = blobs;
        this.unpacking = unpacking;
        this.layers = layers;
        this.forms = forms;
        this.sources = sources;
    }

    /** Reads the rows, and removes from the disk what has none. */
    public void recover() {
        layers.findAll().forEach(row -> known.put(row.getId(), row.layer()));
        folders.sweep(known.values().stream().map(Layer::folder).collect(Collectors.toSet()));
    }

    /** A layer. */
    public Optional<Layer> find(String diffId) {
        return Optional.ofNullable(known.get(diffId));
    }

    /** Every layer. */
    public List<Layer> all() {
        return List.copyOf(known.values());
    }

    /** Where the files of a layer are. */
    public Path diff(Layer layer) {
        return folders.diff(layer.folder());
    }

    /** Unpacks a tar, compressed or not, of which {@code mediaType} is what a registry would call it. */
    public StagedLayer unpack(InputStream tar, String mediaType) throws IOException {
        return unpacking.unpack(tar, mediaType);
    }

    /** Waits until all that was unpacked is on disk. */
    public void sync() {
        try (Fd any = kernel.open(Raw.raw(root.root().toString()), Open.READ | Open.DIRECTORY)) {
            kernel.syncFileSystem(any);
        }
    }

    /** Gives a layer its row, in the caller's transaction; {@link #publish} follows its commit. */
    public void add(StagedLayer staged) throws IOException {
        layers.save(new LayerRow(staged.layer()));
        LayerBlob form = staged.blob();
        Path file = staged.blobFile();
        if (form != null && file != null) {
            blobs.accept(file, form.digest());
            forms.save(new LayerBlobRow(form));
        }
    }

    /** Makes a layer known whose row is committed. */
    public void publish(StagedLayer staged) {
        known.put(staged.diffId(), staged.layer());
    }

    /** Takes back the blob of a layer whose row was not committed; {@link #discard} follows. */
    public void retract(StagedLayer staged) {
        LayerBlob form = staged.blob();
        if (form != null) {
            blobs.remove(form.digest());
        }
    }

    /** Throws away a layer that was unpacked for nothing. */
    public void discard(StagedLayer staged) {
        folders.remove(folders.of(staged.layer().folder()));
        Path file = staged.blobFile();
        if (file != null) {
            file.toFile().delete();
        }
    }

    /** Takes the row of a layer away, in the caller's transaction; {@link #bury} follows its commit. */
    public List<LayerBlob> remove(Layer layer) {
        List<LayerBlob> lost = forms(layer.diffId());
        layers.deleteById(layer.diffId());
        return lost;
    }

    /** Removes from disk a layer that has no row any more, and its compressed forms. */
    public void bury(Layer layer, List<LayerBlob> lost) {
        known.remove(layer.diffId());
        folders.remove(folders.of(layer.folder()));
        lost.forEach(form -> blobs.remove(form.digest()));
    }

    /** Compressed forms of a layer. */
    public List<LayerBlob> forms(String diffId) {
        return forms.findByDiffId(diffId).stream().map(LayerBlobRow::blob).toList();
    }

    /** A compressed form by its digest. */
    public Optional<LayerBlob> form(String digest) {
        return forms.findById(digest).map(LayerBlobRow::blob);
    }

    /** Digests of every compressed form. */
    public List<String> formDigests() {
        return forms.findAll().stream().map(LayerBlobRow::getId).toList();
    }

    /** Remembers a compressed form, and where it is. */
    public void remember(LayerBlob form, String repository) {
        if (!forms.existsById(form.digest())) {
            forms.save(new LayerBlobRow(form));
        }
        if (!sources.existsById(BlobSourceRow.key(form.digest(), repository))) {
            sources.save(new BlobSourceRow(form.digest(), repository));
        }
    }

    /** Repositories that have a compressed form. */
    public List<String> sources(String digest) {
        return sources.findByDigest(digest).stream()
                .map(BlobSourceRow::repository)
                .toList();
    }

    /** Writes the tar of a layer, bit for bit as it came. */
    public void writeTar(Layer layer, OutputStream out) throws IOException {
        if (layer.recipe()) {
            try (Fd diff = kernel.open(Raw.raw(diff(layer).toString()), Open.PATH | Open.DIRECTORY)) {
                Recipe.replay(kernel, folders.recipe(layer.folder()), diff, out);
            }
            return;
        }
        LayerBlob held = forms(layer.diffId()).stream()
                .filter(LayerBlob::held)
                .findFirst()
                .orElseThrow(() -> new IOException("layer " + layer.diffId() + " has lost its content"));
        try (InputStream in = Compression.unpackAny(blobs.open(held.digest()))) {
            in.transferTo(out);
        }
    }

    /** Whether the folder of a layer is there. */
    public boolean present(Layer layer) {
        return Files.isDirectory(diff(layer));
    }
}
