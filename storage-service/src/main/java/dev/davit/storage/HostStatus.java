package dev.davit.storage;

import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.StorageStatus;
import dev.davit.contracts.storage.StorageUsage;
import dev.davit.contracts.storage.Volume;
import dev.davit.storage.blob.StorageFolders;
import dev.davit.storage.image.Images;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.snapshot.Differences;
import dev.davit.storage.snapshot.Snapshots;
import dev.davit.storage.volume.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The graph driver, and the use of the disk. */
@Component
class HostStatus {

    private static final Map<String, String> BACKING = Map.of("ext4", "extfs", "ext3", "extfs", "ext2", "extfs");

    private final StorageFolders folders;
    private final Images images;
    private final LayerStore layers;
    private final Snapshots snapshots;
    private final Differences differences;
    private final Volumes volumes;

    HostStatus(
            StorageFolders folders,
            Images images,
            LayerStore layers,
            Snapshots snapshots,
            Differences differences,
            Volumes volumes) {
        this.folders = folders;
        this.images = images;
        this.layers = layers;
        this.snapshots = snapshots;
        this.differences = differences;
        this.volumes = volumes;
    }

    StorageStatus status() {
        Map<String, String> driver = new LinkedHashMap<>();
        driver.put("Backing Filesystem", backing());
        driver.put("Supports d_type", "true");
        driver.put("Using metacopy", "false");
        driver.put("Native Overlay Diff", "true");
        driver.put("userxattr", "false");
        return new StorageStatus(
                images.count(), "overlay2", driver, folders.root().toString());
    }

    private String backing() {
        try {
            String type = Files.getFileStore(folders.root()).type();
            return BACKING.getOrDefault(type, type);
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    StorageUsage usage() {
        Map<String, Long> writable = new HashMap<>();
        snapshots.all().forEach(id -> writable.put(id, differences.writable(id)));
        Map<String, Long> used = new HashMap<>();
        for (Volume volume : volumes.all()) {
            used.put(volume.name(), volumes.size(volume.name()));
        }
        return new StorageUsage(
                layers.all().stream().mapToLong(Layer::size).sum(), writable, used, shared(images.all()));
    }

    private Map<String, Long> shared(List<Image> all) {
        Map<String, Integer> owners = new HashMap<>();
        all.forEach(image -> new HashSet<>(image.layers()).forEach(layer -> owners.merge(layer, 1, Integer::sum)));
        Map<String, Long> shared = new HashMap<>();
        for (Image image : all) {
            long bytes = image.layers().stream()
                    .filter(layer -> owners.getOrDefault(layer, 0) > 1)
                    .mapToLong(layer -> layers.find(layer).map(Layer::size).orElse(0L))
                    .sum();
            shared.put(image.id(), bytes);
        }
        return shared;
    }
}
