package dev.davit.storage.image;

import dev.davit.contracts.storage.Progress;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.archive.ArchiveException;
import dev.davit.storage.archive.Compression;
import dev.davit.storage.blob.Document;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docker load}: a docker-archive, or else an OCI layout. */
@Component
public class ArchiveLoader {

    private final LayerStore layers;
    private final ImageStore store;
    private final OciLayout oci;

    ArchiveLoader(LayerStore layers, ImageStore store, OciLayout oci) {
        this.layers = layers;
        this.store = store;
        this.oci = oci;
    }

    /** Loads all images of an archive, or none. */
    public List<Progress> load(InputStream archive) throws IOException {
        ArchiveContents contents = new ArchiveContents(layers);
        List<StagedLayer> used = new ArrayList<>();
        try {
            contents.read(Compression.unpackAny(archive));
            archive.skip(Long.MAX_VALUE);
            Document manifest = contents.document("manifest.json");
            List<NewImage> images = manifest == null ? oci.images(contents) : dockerArchive(contents, json(manifest));
            List<Progress> said = new ArrayList<>();
            images.forEach(image -> renamed(image, said));
            images.forEach(image -> used.addAll(image.staged()));
            List<String> ids = store.add(images);
            for (int i = 0; i < ids.size(); i++) {
                said.addAll(loaded(images.get(i), ids.get(i)));
            }
            return said;
        } finally {
            contents.discardAllBut(used);
        }
    }

    private static List<NewImage> dockerArchive(ArchiveContents contents, JsonNode manifest) throws IOException {
        List<NewImage> images = new ArrayList<>();
        for (JsonNode item : manifest) {
            Document config = contents.requiredDocument(item.path("Config").asString(""));
            List<StagedLayer> staged = layers(contents, config, ImageDocument.strings(item.path("Layers")));
            List<Reference> names = new ArrayList<>();
            for (String tag : ImageDocument.strings(item.path("RepoTags"))) {
                names.add(named(tag));
            }
            images.add(new NewImage(config, staged, names, null));
        }
        return images;
    }

    private static Reference named(String tag) {
        Reference name = Reference.parse(tag);
        if (name.tag() == null || name.digest() != null) {
            throw DavitException.invalid("invalid tag \"" + tag + "\"");
        }
        return name;
    }

    /** The layers at these names of the archive, which must be those of the configuration, in order. */
    static List<StagedLayer> layers(ArchiveContents contents, Document config, List<String> names) throws IOException {
        List<String> expected = ImageDocument.read(config.bytes()).diffIds();
        if (expected.size() != names.size()) {
            throw new ArchiveException(
                    "invalid manifest, layers length mismatch: expected " + expected.size() + ", got " + names.size());
        }
        List<StagedLayer> staged = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ArchiveContents.Found found = contents.layer(names.get(i));
            if (!found.diffId().equals(expected.get(i))) {
                throw new ArchiveException("invalid diffID for layer " + i + ": expected \"" + expected.get(i)
                        + "\", got \"" + found.diffId() + "\"");
            }
            StagedLayer fresh = found.staged();
            if (fresh != null && !staged.contains(fresh)) {
                staged.add(fresh);
            }
        }
        return staged;
    }

    private void renamed(NewImage image, List<Progress> said) {
        for (Reference name : image.names()) {
            Optional<String> before = store.pointedTo(name);
            if (before.isPresent() && !before.get().equals(image.config().digest())) {
                said.add(Progress.stream("The image " + name.familiar()
                        + " already exists, renaming the old one with ID " + before.get() + " to empty string\n"));
            }
        }
    }

    private static List<Progress> loaded(NewImage image, String id) {
        if (image.names().isEmpty()) {
            return List.of(Progress.stream("Loaded image ID: " + id + "\n"));
        }
        return image.names().stream()
                .map(name -> Progress.stream("Loaded image: " + name.familiar() + "\n"))
                .toList();
    }

    static JsonNode json(Document document) throws ArchiveException {
        try {
            return JsonMapper.shared().readTree(document.bytes());
        } catch (JacksonException broken) {
            throw new ArchiveException("invalid archive: " + broken.getOriginalMessage());
        }
    }
}
