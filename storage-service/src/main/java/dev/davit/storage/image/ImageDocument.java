package dev.davit.storage.image;

import dev.davit.contracts.storage.ImageConfig;
import dev.davit.platform.error.DavitException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration of an image (OCI image-spec, with Docker's additions), read. */
public final class ImageDocument {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode root;

    private ImageDocument(JsonNode root) {
        this.root = root;
    }

    /** Reads one. Invalid: it is none. */
    public static ImageDocument read(byte[] bytes) {
        try {
            JsonNode root = JSON.readTree(bytes);
            if (!root.isObject() || !root.path("rootfs").isObject()) {
                throw DavitException.invalid("invalid image JSON, no RootFS key");
            }
            return new ImageDocument(root);
        } catch (JacksonException broken) {
            throw DavitException.invalid("invalid image JSON: " + broken.getOriginalMessage());
        }
    }

    /** Diff ids, base first. */
    public List<String> diffIds() {
        return strings(root.path("rootfs").path("diff_ids"));
    }

    String text(String key) {
        return root.path(key).asString("");
    }

    @Nullable Instant created() {
        return instant(root.path("created"));
    }

    JsonNode history() {
        return root.path("history");
    }

    static @Nullable Instant instant(JsonNode node) {
        try {
            return node.isString() ? OffsetDateTime.parse(node.asString()).toInstant() : null;
        } catch (DateTimeParseException notTime) {
            return null;
        }
    }

    /** Its execution part. */
    public ImageConfig config() {
        JsonNode config = root.path("config");
        return new ImageConfig(
                config.path("User").asString(""),
                keys(config.path("ExposedPorts")),
                strings(config.path("Env")),
                optional(config.path("Entrypoint")),
                optional(config.path("Cmd")),
                keys(config.path("Volumes")),
                config.path("WorkingDir").asString(""),
                map(config.path("Labels")),
                config.path("StopSignal").isString() ? config.path("StopSignal").asString() : null,
                healthcheck(config.path("Healthcheck")),
                strings(config.path("OnBuild")),
                strings(config.path("Shell")));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> healthcheck(JsonNode node) {
        return node.isObject() ? JSON.treeToValue(node, Map.class) : null;
    }

    static List<String> strings(JsonNode node) {
        List<String> all = new ArrayList<>();
        node.forEach(item -> all.add(item.asString("")));
        return List.copyOf(all);
    }

    private static @Nullable List<String> optional(JsonNode node) {
        return node.isArray() ? strings(node) : null;
    }

    private static List<String> keys(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }

    private static Map<String, String> map(JsonNode node) {
        Map<String, String> all = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asString("")));
        return all;
    }
}
