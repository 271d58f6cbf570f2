package dev.davit.storage.transfer;

import dev.davit.contracts.storage.Progress;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.blob.Document;
import dev.davit.storage.distribution.Access;
import dev.davit.storage.distribution.Descriptor;
import dev.davit.storage.distribution.MediaTypes;
import dev.davit.storage.distribution.RegistryClient;
import dev.davit.storage.distribution.RegistryClients;
import dev.davit.storage.image.ImageDocument;
import dev.davit.storage.image.ImageStore;
import dev.davit.storage.image.NewImage.StoredManifest;
import dev.davit.storage.progress.ProgressStream;
import dev.davit.storage.reference.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** {@code docker push}. */
@Component
public class Pushes {

    private static final int AT_ONCE = 5;

    private final RegistryClients registries;
    private final ImageStore images;
    private final BlobStore blobs;
    private final LayerPush layers;
    private final Manifests manifests;
    private final Together together;
    private final ProgressStream streams;

    Pushes(
            RegistryClients registries,
            ImageStore images,
            BlobStore blobs,
            LayerPush layers,
            Manifests manifests,
            Together together,
            ProgressStream streams) {
        this.registries = registries;
        this.images = images;
        this.blobs = blobs;
        this.layers = layers;
        this.manifests = manifests;
        this.together = together;
        this.streams = streams;
    }

    /** Pushes one tag, or every tag of a repository. */
    public InputStream push(String ref, boolean all, RegistryAuth auth) {
        Reference name = Reference.parse(ref);
        if (name.digest() != null) {
            throw DavitException.invalid("cannot push a digest reference");
        }
        List<Reference> tags = images.tags(name.repository());
        if (tags.isEmpty()) {
            throw DavitException.notFound("An image does not exist locally with the tag: " + name.familiarRepository());
        }
        List<Reference> pushed = all && name.tag() == null ? tags : List.of(name.tagged());
        RegistryClient client = registries.open(name.domain(), name.path(), auth, Access.PUSH);
        return streams.start(progress -> {
            progress.accept(Progress.status(null, "The push refers to repository [" + name.repository() + "]"));
            for (Reference tag : pushed) {
                pushTag(client, tag, progress);
            }
        });
    }

    private void pushTag(RegistryClient client, Reference name, Consumer<Progress> progress) throws IOException {
        String id = images.pointedTo(name)
                .orElseThrow(() -> DavitException.notFound("tag does not exist: " + name.familiar()));
        Document config = new Document(blobs.read(id));
        List<Descriptor> layersThere =
                pushLayers(client, name, ImageDocument.read(config.bytes()).diffIds(), progress);
        if (client.headBlob(id).isEmpty()) {
            byte[] bytes = config.bytes();
            client.upload(
                    Descriptor.of(MediaTypes.DOCKER_CONFIG, id, bytes.length), () -> new ByteArrayInputStream(bytes));
        }
        StoredManifest manifest = manifests.of(id, config, layersThere);
        String tag = String.valueOf(name.tag());
        byte[] bytes = manifest.document().bytes();
        String digest = client.putManifest(tag, manifest.mediaType(), bytes);
        images.tag(id, name.at(digest));
        images.keepManifest(id, manifest);
        progress.accept(Progress.status(null, tag + ": digest: " + digest + " size: " + bytes.length));
        progress.accept(Progress.result(Map.of("tag", tag, "digest", digest, "size", bytes.length)));
    }

    private List<Descriptor> pushLayers(
            RegistryClient client, Reference name, List<String> diffIds, Consumer<Progress> progress)
            throws IOException {
        Map<String, Callable<Descriptor>> tasks = new LinkedHashMap<>();
        for (String diffId : diffIds.reversed()) {
            if (!tasks.containsKey(diffId)) {
                progress.accept(Progress.status(Ids.shortId(diffId), "Preparing"));
                tasks.put(diffId, () -> layers.push(client, name, diffId, progress));
            }
        }
        tasks.keySet().stream()
                .skip(AT_ONCE)
                .forEach(diffId -> progress.accept(Progress.status(Ids.shortId(diffId), "Waiting")));
        List<String> order = List.copyOf(tasks.keySet());
        List<Descriptor> pushed = together.run(AT_ONCE, List.copyOf(tasks.values()), unneeded -> {});
        List<Descriptor> inOrder = new ArrayList<>();
        diffIds.forEach(diffId -> inOrder.add(pushed.get(order.indexOf(diffId))));
        return inOrder;
    }
}
