package dev.davit.storage.image;

import dev.davit.platform.error.DavitException;
import dev.davit.storage.blob.Document;
import dev.davit.storage.distribution.Platform;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.reference.Reference;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code docker import}: an image of one layer. */
@Component
public class ArchiveImporter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final LayerStore layers;
    private final ImageStore store;

    ArchiveImporter(LayerStore layers, ImageStore store) {
        this.layers = layers;
        this.store = store;
    }

    /** Answers the id of the image. */
    public String load(
            @Nullable String target,
            @Nullable String message,
            @Nullable String platform,
            List<String> changes,
            InputStream tar)
            throws IOException {
        List<Reference> names = target == null || target.isEmpty() ? List.of() : List.of(named(target));
        Platform wanted = platform == null || platform.isEmpty() ? Platform.host() : Platform.parse(platform);
        ObjectNode config = JSON.createObjectNode();
        ConfigChanges.apply(config, changes);
        StagedLayer layer = layers.unpack(new BufferedInputStream(tar), "");
        boolean handedOver = false;
        try {
            Document document = document(config, layer.diffId(), message, wanted);
            NewImage image = new NewImage(document, List.of(layer), names, null);
            handedOver = true;
            return store.add(List.of(image)).getFirst();
        } finally {
            if (!handedOver) {
                layers.discard(layer);
            }
        }
    }

    private static Reference named(String target) {
        Reference name = Reference.parse(target).tagged();
        if (name.digest() != null) {
            throw DavitException.invalid("cannot import digest reference");
        }
        return name;
    }

    private static Document document(ObjectNode config, String diffId, @Nullable String message, Platform platform) {
        String now = Instant.now().toString();
        ObjectNode root = JSON.createObjectNode()
                .put("architecture", platform.architecture())
                .put("os", platform.os().isEmpty() ? "linux" : platform.os())
                .put("created", now);
        if (!platform.variant().isEmpty()) {
            root.put("variant", platform.variant());
        }
        root.set("config", config);
        root.put("comment", message == null ? "" : message);
        root.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(diffId);
        root.putArray("history").addObject().put("created", now).put("comment", message == null ? "" : message);
        return new Document(JSON.writeValueAsBytes(root));
    }
}
