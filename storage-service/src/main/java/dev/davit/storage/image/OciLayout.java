package dev.davit.storage.image;

import dev.davit.platform.error.DavitException;
import dev.davit.storage.archive.ArchiveException;
import dev.davit.storage.blob.Digests;
import dev.davit.storage.blob.Document;
import dev.davit.storage.distribution.Platform;
import dev.davit.storage.image.NewImage.StoredManifest;
import dev.davit.storage.layer.LayerBlob;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.reference.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The images of an OCI image layout (image-spec, image-layout). */
@Component
class OciLayout {

    private static final int MOST_NESTED = 8;

    List<NewImage> images(ArchiveContents contents) throws IOException {
        Document index = contents.document("index.json");
        if (index == null) {
            throw new ArchiveException("invalid archive: does not contain a manifest.json");
        }
        List<NewImage> images = new ArrayList<>();
        for (JsonNode descriptor : ArchiveLoader.json(index).path("manifests")) {
            NewImage image = image(contents, descriptor, names(descriptor), 0);
            if (image != null) {
                images.add(image);
            }
        }
        if (images.isEmpty()) {
            throw new ArchiveException(
                    "invalid archive: it has no image for " + Platform.host().format());
        }
        return images;
    }

    private static List<Reference> names(JsonNode descriptor) {
        JsonNode annotations = descriptor.path("annotations");
        String full = annotations.path("io.containerd.image.name").asString("");
        String name = full.isEmpty()
                ? annotations.path("org.opencontainers.image.ref.name").asString("")
                : full;
        // A bare ref.name is a tag of a repository that the layout does not tell.
        return name.contains(":") || name.contains("/")
                ? List.of(Reference.parse(name).tagged())
                : List.of();
    }

    private @Nullable NewImage image(ArchiveContents contents, JsonNode descriptor, List<Reference> names, int depth)
            throws IOException {
        Document document = contents.requiredDocument(path(descriptor));
        if (!document.digest().equals(descriptor.path("digest").asString(""))) {
            throw new ArchiveException("invalid archive: manifest "
                    + descriptor.path("digest").asString("") + " has digest " + document.digest());
        }
        JsonNode manifest = ArchiveLoader.json(document);
        if (manifest.has("manifests") && manifest.has("layers")) {
            throw new ArchiveException("invalid manifest: it is both an image and an index");
        }
        if (manifest.has("manifests")) {
            return depth > MOST_NESTED ? null : chosen(contents, manifest, names, depth);
        }
        String type =
                descriptor.path("mediaType").asString(manifest.path("mediaType").asString(""));
        return read(contents, manifest, new StoredManifest(type, document), names);
    }

    private @Nullable NewImage chosen(ArchiveContents contents, JsonNode index, List<Reference> names, int depth)
            throws IOException {
        for (JsonNode child : index.path("manifests")) {
            JsonNode platform = child.path("platform");
            Platform offered = new Platform(
                    platform.path("os").asString(""),
                    platform.path("architecture").asString(""),
                    platform.path("variant").asString(""));
            boolean fits = platform.isMissingNode() || Platform.host().accepts(offered.normalized());
            if (fits && contents.document(path(child)) != null) {
                return image(contents, child, names, depth + 1);
            }
        }
        return null;
    }

    private static NewImage read(
            ArchiveContents contents, JsonNode manifest, StoredManifest stored, List<Reference> names)
            throws IOException {
        Document config = contents.requiredDocument(path(manifest.path("config")));
        if (!config.digest().equals(manifest.path("config").path("digest").asString(""))) {
            throw new ArchiveException("invalid archive: the configuration has digest " + config.digest());
        }
        List<String> paths = new ArrayList<>();
        Set<String> digests = new HashSet<>();
        for (JsonNode layer : manifest.path("layers")) {
            paths.add(path(layer));
            digests.add(layer.path("digest").asString(""));
        }
        List<StagedLayer> staged = ArchiveLoader.layers(contents, config, paths);
        Set<String> held = new HashSet<>();
        for (StagedLayer layer : staged) {
            LayerBlob blob = layer.blob();
            if (blob != null) {
                held.add(blob.digest());
            }
        }
        // The manifest is of use for a push only together with the very blobs that it names.
        boolean pushable = held.containsAll(digests);
        return new NewImage(config, staged, names, pushable ? stored : null);
    }

    private static String path(JsonNode descriptor) {
        String digest = descriptor.path("digest").asString("");
        if (!Digests.valid(digest)) {
            throw DavitException.invalid("invalid archive: no digest: \"" + digest + "\"");
        }
        return "blobs/sha256/" + Digests.hex(digest);
    }
}
