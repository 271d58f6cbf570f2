package dev.davit.storage.image;

import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.ImagePrune;
import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.contracts.storage.PruneFilter;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.reference.Labels;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code docker image prune}. */
@Component
public class ImagePrunes {

    private final Images images;
    private final ImageStore store;
    private final ImageRemovals removals;
    private final LayerStore layers;

    ImagePrunes(Images images, ImageStore store, ImageRemovals removals, LayerStore layers) {
        this.images = images;
        this.store = store;
        this.removals = removals;
        this.layers = layers;
    }

    /** Removes images that no container uses. */
    public ImagePrune prune(PruneFilter filter) {
        store.changing().lock();
        try {
            long before = size();
            List<ImageRemoval> removed = new ArrayList<>();
            for (Image image : images.all()) {
                if (image.containers().isEmpty() && fits(filter, image)) {
                    removed.addAll(removals.removeWhole(image.id()));
                }
            }
            removals.collect();
            return new ImagePrune(List.copyOf(removed), before - size());
        } finally {
            store.changing().unlock();
        }
    }

    private static boolean fits(PruneFilter filter, Image image) {
        boolean dangling = image.tags().isEmpty();
        boolean old = filter.until() == null
                || (image.created() != null && image.created().isBefore(filter.until()));
        return (dangling || filter.all())
                && old
                && Labels.fit(filter, image.config().labels());
    }

    private long size() {
        return layers.all().stream().mapToLong(Layer::size).sum();
    }
}
