package dev.davit.storage.transfer;

import dev.davit.storage.blob.Document;
import dev.davit.storage.distribution.Descriptor;
import dev.davit.storage.distribution.MediaTypes;
import dev.davit.storage.image.ImageStore;
import dev.davit.storage.image.NewImage.StoredManifest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The manifest for a push: the one that the image came with when it fits, so that its digest stays; else a new one. */
@Component
class Manifests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ImageStore images;

    Manifests(ImageStore images) {
        this.images = images;
    }

    StoredManifest of(String imageId, Document config, List<Descriptor> layers) {
        List<String> digests = layers.stream().map(Descriptor::digest).toList();
        for (StoredManifest kept : images.manifests(imageId)) {
            if (layers(kept).equals(digests)) {
                return kept;
            }
        }
        return made(config, layers);
    }

    private static List<String> layers(StoredManifest manifest) {
        List<String> digests = new ArrayList<>();
        JsonNode root = JSON.readTree(manifest.document().bytes());
        root.path("layers").forEach(layer -> digests.add(layer.path("digest").asString("")));
        return digests;
    }

    private static StoredManifest made(Document config, List<Descriptor> layers) {
        boolean oci = layers.stream().anyMatch(layer -> layer.mediaType().startsWith("application/vnd.oci."));
        String type = oci ? MediaTypes.OCI_MANIFEST : MediaTypes.DOCKER_MANIFEST;
        ObjectNode root = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", type);
        descriptor(
                root.putObject("config"),
                oci ? MediaTypes.OCI_CONFIG : MediaTypes.DOCKER_CONFIG,
                config.bytes().length,
                config.digest());
        ArrayNode array = root.putArray("layers");
        for (Descriptor layer : layers) {
            String layerType = oci && layer.mediaType().equals(MediaTypes.DOCKER_LAYER_GZIP)
                    ? MediaTypes.OCI_LAYER_GZIP
                    : layer.mediaType();
            descriptor(array.addObject(), layerType, layer.size(), layer.digest());
        }
        return new StoredManifest(type, new Document(JSON.writeValueAsBytes(root)));
    }

    private static void descriptor(ObjectNode target, String type, long size, String digest) {
        target.put("mediaType", type).put("size", size).put("digest", digest);
    }
}
