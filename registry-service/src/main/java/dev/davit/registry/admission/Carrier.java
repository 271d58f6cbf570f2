package dev.davit.registry.admission;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What matters of a manifest that may be one of signatures: each is a layer. */
record Carrier(@Nullable List<Layer> layers, @Nullable List<Object> manifests) {

    static final Carrier NONE = new Carrier(null, null);

    private static final int MOST = 100;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Layer(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Map<String, String> annotations) {}

    static Carrier parse(byte[] manifest) {
        try {
            Carrier carrier = JSON.readValue(manifest, Carrier.class);
            return carrier == null ? NONE : carrier;
        } catch (JacksonException other) {
            return NONE;
        }
    }

    /** Its layers; empty: it has none, or is something else than an image. */
    List<Layer> signatures() {
        if (manifests != null
                || layers == null
                || layers.size() > MOST
                || layers.stream().anyMatch(Objects::isNull)) {
            return List.of();
        }
        return layers;
    }
}
