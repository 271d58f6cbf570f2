package dev.davit.registry.manifest;

import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.blob.BlobRef;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Finds what a manifest refers to in its repository, and writes down that it is needed. Within a transaction. */
@Component
class Needs {

    private static final int BATCH = 500; // values of one IN

    private final ManifestTable manifests;
    private final BlobCatalog blobs;

    Needs(ManifestTable manifests, BlobCatalog blobs) {
        this.manifests = manifests;
        this.blobs = blobs;
    }

    /** Ids of blobs and of manifests. */
    record Found(Collection<Long> blobs, Collection<Long> children) {}

    /** All of {@code references}, or 404s for those that the repository lacks. */
    Found find(long repository, References references) {
        Map<String, Long> children = new LinkedHashMap<>();
        batches(
                references.children(),
                batch -> manifests
                        .findAll(repository, batch)
                        .forEach(child -> children.put(child.digest(), child.id())));
        Set<String> wanted = new LinkedHashSet<>(references.blobs());
        references.children().stream()
                .filter(digest -> !children.containsKey(digest))
                .forEach(wanted::add);
        Map<String, Long> found = new LinkedHashMap<>();
        batches(wanted, batch -> {
            for (BlobRef blob : blobs.findAll(repository, batch)) {
                found.put(blob.digest(), blob.id());
            }
        });
        refuseMissing(wanted, found.keySet());
        return new Found(found.values(), children.values());
    }

    void record(long repository, long manifest, Found found) {
        batches(found.blobs(), batch -> {
            manifests.needBlobs(manifest, repository, batch);
            blobs.needed(repository, batch);
            manifests.ownBlobs(repository, batch);
        });
        batches(found.children(), batch -> manifests.needChildren(manifest, batch));
    }

    private static void refuseMissing(Set<String> wanted, Set<String> found) {
        Set<String> missing = new HashSet<>(wanted);
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            throw new RegistryError(
                    404,
                    missing.stream()
                            .limit(100)
                            .map(digest -> new RegistryError.Entry(
                                    ErrorCode.MANIFEST_BLOB_UNKNOWN,
                                    "the manifest refers to " + digest + ", which this repository does not have",
                                    Map.of("digest", digest)))
                            .toList());
        }
    }

    private static <T> void batches(Collection<T> all, Consumer<List<T>> work) {
        List<T> list = new ArrayList<>(all);
        for (int i = 0; i < list.size(); i += BATCH) {
            work.accept(list.subList(i, Math.min(list.size(), i + BATCH)));
        }
    }
}
