package dev.davit.registry.admission;

import dev.davit.registry.trust.Ambiguity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What matters of a manifest that may be one of signatures: each is a layer. */
record Carrier(
        @Nullable Layer config,
        @Nullable List<Layer> layers,
        @Nullable List<Object> manifests) {

    static final Carrier NONE = new Carrier(null, null, null);

    private static final int MOST = 100;
    // With one of these no client takes it for an image.
    private static final Set<String> NO_IMAGE =
            Set.of("application/vnd.oci.empty.v1+json", "application/vnd.cncf.notary.signature");

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
            return carrier == null || Ambiguity.isIn(manifest) ? NONE : carrier;
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

    /** Whether clients might run it, whatever its layers are. */
    boolean mayRun() {
        return config == null || config.mediaType() == null || !NO_IMAGE.contains(config.mediaType());
    }
}
