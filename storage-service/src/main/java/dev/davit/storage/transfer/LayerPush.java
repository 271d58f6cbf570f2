package dev.davit.storage.transfer;

import dev.davit.contracts.storage.Progress;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.distribution.Descriptor;
import dev.davit.storage.distribution.MediaTypes;
import dev.davit.storage.distribution.RegistryClient;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerBlob;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.reference.Reference;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.springframework.stereotype.Component;

/** Gets one layer into a repository by the cheapest way: it is there, it is mounted, it is sent. */
@Component
class LayerPush {

    private final LayerStore layers;
    private final BlobStore blobs;

    LayerPush(LayerStore layers, BlobStore blobs) {
        this.layers = layers;
        this.blobs = blobs;
    }

    /** Answers what the repository then has. */
    Descriptor push(RegistryClient client, Reference name, String diffId, Consumer<Progress> progress)
            throws IOException {
        String id = Ids.shortId(diffId);
        List<LayerBlob> forms = layers.forms(diffId).stream()
                .filter(form -> usual(form.mediaType()))
                .sorted((one, other) -> Boolean.compare(other.held(), one.held()))
                .toList();
        for (LayerBlob form : forms) {
            if (client.headBlob(form.digest()).isPresent()) {
                progress.accept(Progress.status(id, "Layer already exists"));
                return done(form, name);
            }
        }
        for (LayerBlob form : forms) {
            Optional<String> from = mounted(client, name, form);
            if (from.isPresent()) {
                progress.accept(Progress.status(id, "Mounted from " + from.get()));
                return done(form, name);
            }
        }
        Descriptor sent = forms.stream().anyMatch(LayerBlob::held)
                ? sendHeld(client, forms.getFirst(), id, progress)
                : sendMade(client, layer(diffId), id, progress);
        progress.accept(Progress.status(id, "Pushed"));
        return done(new LayerBlob(sent.digest(), diffId, sent.mediaType(), sent.size(), false), name);
    }

    private static boolean usual(String mediaType) {
        return mediaType.endsWith("gzip") || mediaType.endsWith("zstd");
    }

    private Layer layer(String diffId) {
        return layers.find(diffId)
                .orElseThrow(() -> DavitException.conflict("layer " + diffId + " was removed meanwhile"));
    }

    private Descriptor done(LayerBlob form, Reference name) {
        layers.remember(form, name.repository());
        return Descriptor.of(form.mediaType(), form.digest(), form.size());
    }

    private Optional<String> mounted(RegistryClient client, Reference name, LayerBlob form) {
        List<String> candidates = new ArrayList<>();
        for (String source : layers.sources(form.digest())) {
            if (source.startsWith(name.domain() + "/") && !source.equals(name.repository())) {
                candidates.add(source.substring(name.domain().length() + 1));
            }
        }
        return candidates.stream()
                .filter(from -> client.mountBlob(form.digest(), from))
                .findFirst();
    }

    private Descriptor sendHeld(RegistryClient client, LayerBlob form, String id, Consumer<Progress> progress) {
        Descriptor expected = Descriptor.of(form.mediaType(), form.digest(), form.size());
        return client.upload(
                expected, () -> new CountingInput(blobs.open(form.digest()), id, "Pushing", form.size(), progress));
    }

    // Compressed into a file first, so that the digest can be asked for, and the upload begun anew.
    private Descriptor sendMade(RegistryClient client, Layer layer, String id, Consumer<Progress> progress)
            throws IOException {
        Path file = blobs.temporary();
        try {
            HashingOutput compressed = new HashingOutput(Files.newOutputStream(file));
            try (OutputStream out = new BufferedOutputStream(new GZIPOutputStream(compressed, 64 * 1024), 128 * 1024)) {
                layers.writeTar(layer, out);
            }
            String digest = compressed.digest();
            long size = Files.size(file);
            if (client.headBlob(digest).isPresent()) {
                return Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, digest, size);
            }
            return client.upload(
                    Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, digest, size),
                    () -> new CountingInput(Files.newInputStream(file), id, "Pushing", size, progress));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
