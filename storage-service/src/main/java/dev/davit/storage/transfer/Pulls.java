package dev.davit.storage.transfer;

import dev.davit.contracts.storage.Progress;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import dev.davit.storage.blob.Document;
import dev.davit.storage.distribution.Access;
import dev.davit.storage.distribution.Descriptor;
import dev.davit.storage.distribution.Platform;
import dev.davit.storage.distribution.RegistryClient;
import dev.davit.storage.distribution.RegistryClients;
import dev.davit.storage.distribution.ResolvedImage;
import dev.davit.storage.image.ImageDocument;
import dev.davit.storage.image.ImageStore;
import dev.davit.storage.image.NewImage;
import dev.davit.storage.image.NewImage.StoredManifest;
import dev.davit.storage.layer.LayerBlob;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.progress.ProgressStream;
import dev.davit.storage.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code docker pull}: layers side by side, each unpacked and hashed while it comes. */
@Component
public class Pulls {

    private static final int AT_ONCE = 3;
    private static final int MOST_CONFIG = 8 << 20;

    private final RegistryClients registries;
    private final ImageStore images;
    private final LayerStore layers;
    private final Together together;
    private final ProgressStream streams;

    Pulls(RegistryClients registries, ImageStore images, LayerStore layers, Together together, ProgressStream streams) {
        this.registries = registries;
        this.images = images;
        this.layers = layers;
        this.together = together;
        this.streams = streams;
    }

    /** Pulls; what cannot be found at all fails at once, and what fails later is the last line. */
    public InputStream pull(String ref, @Nullable String platform, RegistryAuth auth) {
        Reference name = Reference.parse(ref).tagged();
        RegistryClient client = registries.open(name.domain(), name.path(), auth, Access.PULL);
        Platform wanted = platform == null || platform.isEmpty() ? null : Platform.parse(platform);
        String tagOrDigest = tagOrDigest(name);
        ResolvedImage found = client.resolve(tagOrDigest, wanted);
        return streams.start(progress -> {
            progress.accept(Progress.status(tagOrDigest, "Pulling from " + name.path()));
            pull(name, client, found, progress);
        });
    }

    private static String tagOrDigest(Reference name) {
        String digest = name.digest();
        return digest != null ? digest : String.valueOf(name.tag());
    }

    private void pull(Reference name, RegistryClient client, ResolvedImage found, Consumer<Progress> progress)
            throws IOException {
        String id = found.manifest().config().digest();
        List<Reference> names = new ArrayList<>(List.of(name.at(found.root().digest())));
        if (name.digest() == null) {
            names.add(name);
        }
        boolean newer = !images.pointedTo(name).filter(id::equals).isPresent();
        if (images.exists(id)) {
            names.forEach(each -> images.tag(id, each));
        } else {
            Document config = new Document(client.smallBlob(found.manifest().config(), MOST_CONFIG));
            StoredManifest manifest = new StoredManifest(
                    found.image().descriptor().mediaType(),
                    new Document(found.image().bytes()));
            List<StagedLayer> staged = layers(client, found, config, progress);
            images.add(List.of(new NewImage(config, staged, names, manifest)));
            remember(found, config, name);
        }
        progress.accept(Progress.status(null, "Digest: " + found.root().digest()));
        progress.accept(Progress.status(
                null,
                (newer ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
                        + name.familiar()));
    }

    private List<StagedLayer> layers(
            RegistryClient client, ResolvedImage found, Document config, Consumer<Progress> progress)
            throws IOException {
        List<Descriptor> blobs = found.manifest().layers();
        List<String> diffIds = ImageDocument.read(config.bytes()).diffIds();
        if (blobs.size() != diffIds.size()) {
            throw DavitException.internal(
                    "invalid image: it has " + blobs.size() + " layers, and its configuration " + diffIds.size(), null);
        }
        List<Callable<StagedLayer>> fetches = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        for (int i = 0; i < blobs.size(); i++) {
            Descriptor blob = blobs.get(i);
            String diffId = diffIds.get(i);
            String id = Ids.shortId(blob.digest());
            if (layers.find(diffId).isPresent()) {
                progress.accept(Progress.status(id, "Already exists"));
            } else if (begun.add(diffId)) {
                progress.accept(Progress.status(id, "Pulling fs layer"));
                fetches.add(() -> fetch(client, blob, diffId, progress));
            }
        }
        return together.run(AT_ONCE, fetches, layers::discard);
    }

    private StagedLayer fetch(RegistryClient client, Descriptor blob, String diffId, Consumer<Progress> progress)
            throws IOException {
        String id = Ids.shortId(blob.digest());
        try (InputStream in = new CountingInput(client.blob(blob), id, "Downloading", blob.size(), progress)) {
            StagedLayer staged = layers.unpack(in, blob.mediaType());
            progress.accept(Progress.status(id, "Verifying Checksum"));
            if (!staged.diffId().equals(diffId)) {
                layers.discard(staged);
                throw DavitException.internal(
                        "layer verification failed for digest " + blob.digest() + ": its content is " + staged.diffId()
                                + ", and the image asks for " + diffId,
                        null);
            }
            progress.accept(Progress.status(id, "Download complete"));
            progress.accept(Progress.bytes(id, "Extracting", blob.size(), blob.size()));
            progress.accept(Progress.status(id, "Pull complete"));
            return staged;
        }
    }

    private void remember(ResolvedImage found, Document config, Reference name) {
        List<String> diffIds = ImageDocument.read(config.bytes()).diffIds();
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor blob = found.manifest().layers().get(i);
            layers.remember(
                    new LayerBlob(blob.digest(), diffIds.get(i), blob.mediaType(), blob.size(), false),
                    name.repository());
        }
    }
}
