package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads manifests (OCI image-spec, Docker schema 2) and trusts none of them. */
final class ManifestParser {

    private static final int MOST_ENTRIES = 4096;

    private ManifestParser() {}

    /** The manifest in {@code bytes}, sent as {@code contentType}. */
    static Manifest parse(byte[] bytes, String contentType) {
        JsonNode json = Json.tree(bytes);
        if (json == null || !json.isObject()) {
            throw invalid("unsupported manifest format");
        }
        String type = mediaType(json, MediaTypes.bare(contentType));
        return MediaTypes.isIndex(type) ? index(type, json) : image(type, json);
    }

    /** One type only: a document that could be read as an image and as an index is neither (CVE-2021-41190). */
    private static String mediaType(JsonNode json, String sent) {
        String said = json.path("mediaType").asString("");
        if (MediaTypes.isSchema1(sent) || MediaTypes.isSchema1(said) || json.has("fsLayers")) {
            throw DavitException.invalid("Docker Image Format v1 and Docker Image manifest version 2, schema 1 support"
                    + " has been removed. More information at https://docs.docker.com/go/deprecated-image-specs/");
        }
        boolean known = MediaTypes.isImage(sent) || MediaTypes.isIndex(sent);
        if (known && !said.isEmpty() && !said.equals(sent)) {
            throw invalid("if present, mediaType in manifest should be '" + sent + "' not " + Quoted.of(said));
        }
        String type = known ? sent : said.isEmpty() ? typeByShape(json) : said;
        if (MediaTypes.isIndex(type)) {
            if (json.has("config") || json.has("layers")) {
                throw invalid("index: expected index but found manifest");
            }
        } else if (MediaTypes.isImage(type)) {
            if (json.has("manifests")) {
                throw invalid("ocimanifest: expected manifest but found index");
            }
        } else {
            throw DavitException.invalid("unsupported media type " + Quoted.of(type));
        }
        return type;
    }

    private static String typeByShape(JsonNode json) {
        return json.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }

    private static Manifest image(String type, JsonNode json) {
        return new Manifest.ImageManifest(
                type,
                descriptor(json.path("config")),
                descriptors(json.path("layers")),
                subject(json),
                text(json, "artifactType"),
                strings(json.path("annotations")));
    }

    private static Manifest index(String type, JsonNode json) {
        return new Manifest.ImageIndex(
                type,
                descriptors(json.path("manifests")),
                subject(json),
                text(json, "artifactType"),
                strings(json.path("annotations")));
    }

    private static @Nullable Descriptor subject(JsonNode json) {
        JsonNode subject = json.path("subject");
        return subject.isObject() ? descriptor(subject) : null;
    }

    private static List<Descriptor> descriptors(JsonNode array) {
        if (!array.isArray() && !array.isMissingNode() && !array.isNull()) {
            throw invalid("unsupported manifest format");
        }
        if (array.size() > MOST_ENTRIES) {
            throw invalid("manifest has " + array.size() + " entries; at most " + MOST_ENTRIES + " are supported");
        }
        List<Descriptor> list = new ArrayList<>(array.size());
        array.forEach(entry -> list.add(descriptor(entry)));
        return List.copyOf(list);
    }

    private static Descriptor descriptor(JsonNode json) {
        String digest = text(json, "digest");
        if (!Digests.isDigest(digest)) {
            throw invalid("could not validate digest " + Quoted.of(digest) + ": invalid checksum digest format");
        }
        JsonNode size = json.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
            throw invalid("invalid size of " + digest);
        }
        List<String> urls = new ArrayList<>();
        json.path("urls").forEach(url -> urls.add(url.asString("")));
        return new Descriptor(
                text(json, "mediaType"),
                digest,
                size.asLong(),
                platform(json.path("platform")),
                List.copyOf(urls),
                strings(json.path("annotations")),
                text(json, "artifactType"));
    }

    /** A platform as in indexes and in image configurations; null where nothing is said. */
    static @Nullable Platform platform(JsonNode json) {
        List<String> features = new ArrayList<>();
        json.path("os.features").forEach(feature -> features.add(feature.asString("")));
        Platform platform = new Platform(
                text(json, "os"),
                text(json, "architecture"),
                text(json, "variant"),
                text(json, "os.version"),
                List.copyOf(features));
        return platform.os().isEmpty() && platform.architecture().isEmpty() ? null : platform;
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.forEachEntry((name, value) -> map.put(name, value.asString("")));
        return Map.copyOf(map);
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    private static DavitException invalid(String message) {
        return DavitException.internal(message, null); // the registry's fault: dockerd answers 500
    }
}
