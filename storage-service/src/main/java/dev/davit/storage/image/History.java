package dev.davit.storage.image;

import dev.davit.contracts.storage.HistoryEntry;
import dev.davit.contracts.storage.Image;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** {@code docker history}. */
@Component
public class History {

    private final Images images;
    private final LayerStore layers;

    History(Images images, LayerStore layers) {
        this.images = images;
        this.layers = layers;
    }

    /** The steps of an image, newest first. */
    public List<HistoryEntry> of(String ref) {
        Image image = images.one(ref);
        List<HistoryEntry> steps = new ArrayList<>();
        Iterator<String> diffIds = image.layers().iterator();
        for (JsonNode step : images.document(image.id()).history()) {
            boolean empty = step.path("empty_layer").asBoolean(false) || !diffIds.hasNext();
            long size = empty ? 0 : layers.find(diffIds.next()).map(Layer::size).orElse(0L);
            steps.add(new HistoryEntry(
                    "<missing>",
                    ImageDocument.instant(step.path("created")),
                    step.path("created_by").asString(""),
                    step.path("comment").asString(""),
                    size,
                    List.of()));
        }
        if (!steps.isEmpty()) {
            HistoryEntry newest = steps.removeLast();
            steps.add(new HistoryEntry(
                    image.id(), newest.created(), newest.createdBy(), newest.comment(), newest.size(), image.tags()));
        }
        return List.copyOf(steps.reversed());
    }
}
