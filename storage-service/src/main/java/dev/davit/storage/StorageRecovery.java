package dev.davit.storage;

import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.image.ImageRemovals;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.snapshot.Snapshots;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** At each start, before the first request: what a crash left half done goes, and what lasts becomes known. */
@Component
class StorageRecovery implements InitializingBean {

    private final BlobStore blobs;
    private final LayerStore layers;
    private final Snapshots snapshots;
    private final ImageRemovals images;

    StorageRecovery(BlobStore blobs, LayerStore layers, Snapshots snapshots, ImageRemovals images) {
        this.blobs = blobs;
        this.layers = layers;
        this.snapshots = snapshots;
        this.images = images;
    }

    @Override
    public void afterPropertiesSet() {
        blobs.removeIncoming();
        layers.recover();
        snapshots.recover();
        images.collect();
    }
}
