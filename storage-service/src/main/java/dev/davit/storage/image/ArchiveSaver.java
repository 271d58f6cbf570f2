package dev.davit.storage.image;

import dev.davit.platform.error.DavitException;
import dev.davit.storage.archive.TarEntry;
import dev.davit.storage.archive.TarWriter;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.blob.Digests;
import dev.davit.storage.blob.Document;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.reference.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code docker save}: a docker-archive that is an OCI layout too, of uncompressed layers. */
@Component
public class ArchiveSaver {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String FOLDER = "blobs/sha256/";

    private final Images images;
    private final ImageStore store;
    private final LayerStore layers;
    private final BlobStore blobs;

    ArchiveSaver(Images images, ImageStore store, LayerStore layers, BlobStore blobs) {
        this.images = images;
        this.store = store;
        this.layers = layers;
        this.blobs = blobs;
    }

    /** Ids of what is to be saved, each with the names under which it was asked for. */
    public Map<String, List<Reference>> select(List<String> refs) {
        Map<String, List<Reference>> selected = new LinkedHashMap<>();
        for (String ref : refs) {
            String id = images.resolve(ref);
            List<Reference> names = selected.computeIfAbsent(id, key -> new ArrayList<>());
            if (!Images.isIdOf(ref, id)) {
                names.addAll(asked(Reference.parse(ref), id));
            }
        }
        if (selected.isEmpty()) {
            throw DavitException.invalid("no images to save");
        }
        return selected;
    }

    private List<Reference> asked(Reference name, String id) {
        if (name.digest() != null) {
            return List.of();
        }
        Reference tagged = name.tagged();
        return store.names(id).stream()
                .filter(other -> other.canonical().equals(tagged.canonical()))
                .toList();
    }

    /** Writes the archive. */
    public void save(Map<String, List<Reference>> selected, OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(out);
        tar.folder("blobs/", 0755, 0);
        tar.folder(FOLDER, 0755, 0);
        Set<String> written = new LinkedHashSet<>();
        ArrayNode docker = JSON.createArrayNode();
        ObjectNode index = JSON.createObjectNode()
                .put("schemaVersion", 2)
                .put("mediaType", "application/vnd.oci.image.index.v1+json");
        ArrayNode manifests = index.putArray("manifests");
        for (Map.Entry<String, List<Reference>> image : selected.entrySet()) {
            image(tar, out, image.getKey(), image.getValue(), written, docker, manifests);
        }
        tar.file("index.json", 0644, 0, JSON.writeValueAsBytes(index));
        tar.file("manifest.json", 0644, 0, JSON.writeValueAsBytes(docker));
        tar.file("oci-layout", 0644, 0, "{\"imageLayoutVersion\": \"1.0.0\"}".getBytes(StandardCharsets.US_ASCII));
        tar.end();
    }

    private void image(
            TarWriter tar,
            OutputStream out,
            String id,
            List<Reference> names,
            Set<String> written,
            ArrayNode docker,
            ArrayNode manifests)
            throws IOException {
        byte[] config = blobs.read(id);
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
        descriptor(manifest.putObject("config"), CONFIG, id, config.length);
        ArrayNode layerList = manifest.putArray("layers");
        ObjectNode item = docker.addObject().put("Config", path(id));
        ArrayNode tags = item.putArray("RepoTags");
        names.forEach(name -> tags.add(name.familiar()));
        ArrayNode paths = item.putArray("Layers");
        document(tar, id, config, written);
        for (String diffId : ImageDocument.read(config).diffIds()) {
            Layer layer = layers.find(diffId)
                    .orElseThrow(() -> DavitException.conflict("layer " + diffId + " was removed meanwhile"));
            long size = layer.tarSize();
            descriptor(layerList.addObject(), LAYER, diffId, size);
            paths.add(path(diffId));
            if (written.add(diffId)) {
                layer(tar, out, layer, size);
            }
        }
        Document document = new Document(JSON.writeValueAsBytes(manifest));
        document(tar, document.digest(), document.bytes(), written);
        named(manifests, document, names);
    }

    private static void named(ArrayNode manifests, Document manifest, List<Reference> names) {
        if (names.isEmpty()) {
            descriptor(manifests.addObject(), MANIFEST, manifest.digest(), manifest.bytes().length);
        }
        for (Reference name : names) {
            ObjectNode entry = manifests.addObject();
            descriptor(entry, MANIFEST, manifest.digest(), manifest.bytes().length);
            entry.putObject("annotations")
                    .put("io.containerd.image.name", name.canonical())
                    .put("org.opencontainers.image.ref.name", String.valueOf(name.tag()));
        }
    }

    private static void document(TarWriter tar, String digest, byte[] content, Set<String> written) throws IOException {
        if (written.add(digest)) {
            tar.file(path(digest), 0644, 0, content);
        }
    }

    private void layer(TarWriter tar, OutputStream out, Layer layer, long size) throws IOException {
        tar.header(new TarEntry(
                path(layer.diffId()), TarEntry.Type.FILE, 0644, 0, 0, size, size, 0, 0, "", 0, 0, List.of(), Map.of()));
        layers.writeTar(layer, out);
        tar.pad(size);
    }

    private static void descriptor(ObjectNode target, String type, String digest, long size) {
        target.put("mediaType", type).put("digest", digest).put("size", size);
    }

    private static String path(String digest) {
        return FOLDER + Digests.hex(digest);
    }
}
