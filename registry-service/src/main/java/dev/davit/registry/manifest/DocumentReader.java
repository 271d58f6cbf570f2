package dev.davit.registry.manifest;

import dev.davit.registry.trust.Ambiguity;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads manifests, and refuses those that another reader could take for something else (CVE-2021-41190). */
final class DocumentReader {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Set<String> NAMES = Arrays.stream(Document.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> FOLDED =
            NAMES.stream().map(Ambiguity::fold).collect(Collectors.toUnmodifiableSet());
    private static final int LONGEST_TYPE = 255;

    private DocumentReader() {}

    /** A manifest of a media type that was checked before. */
    static Document read(byte[] content) {
        try {
            Document document = JSON.readValue(content, Document.class);
            if (document == null) {
                throw invalid("the manifest is empty");
            }
            if (Ambiguity.isIn(content)) {
                throw invalid("two keys of the manifest differ by case alone: some clients take them for the same");
            }
            return document;
        } catch (JacksonException malformed) {
            throw invalid("the manifest is not the JSON of a manifest: " + malformed.getOriginalMessage());
        }
    }

    /**
     * Refuses names that some readers, Go's among them, take for another one: they do not tell {@code Layers} from {@code
     * layers}, and could see an image where others see an index.
     */
    static void checkNames(byte[] content) {
        try (JsonParser parser = JSON.createParser(content)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (!NAMES.contains(name) && FOLDED.contains(Ambiguity.fold(name))) {
                    throw invalid("a manifest has no '" + name + "': the case of names counts");
                }
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (JacksonException malformed) {
            throw invalid("the manifest is not the JSON of a manifest: " + malformed.getOriginalMessage());
        }
    }

    /** The media type of a manifest that is pushed with this Content-Type, which may be absent. */
    static String check(Document document, @Nullable String contentType) {
        String said = contentType == null ? null : contentType.split(";", 2)[0].strip();
        String type = said != null ? said : document.mediaType() != null ? document.mediaType() : guess(document);
        if (document.mediaType() != null && !document.mediaType().equals(type)) {
            throw invalid("Content-Type is " + type + ", but the manifest says mediaType " + document.mediaType());
        }
        if (!MediaTypes.isManifest(type)) {
            throw invalid("manifests of type " + type + " are not supported");
        }
        if (document.schemaVersion() != null && document.schemaVersion() != 2) {
            throw invalid("schemaVersion must be 2");
        }
        checkShape(document, type);
        checkArtifactType(document.effectiveArtifactType(type));
        return type;
    }

    // It is kept to be searched for; no media type is longer, or has characters that cannot be seen (RFC 6838).
    private static void checkArtifactType(@Nullable String type) {
        if (type != null && (type.length() > LONGEST_TYPE || type.chars().anyMatch(Character::isISOControl))) {
            throw invalid("the artifactType, or the mediaType of the config, is no media type");
        }
    }

    private static String guess(Document document) {
        return document.manifests() != null ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }

    private static void checkShape(Document document, String type) {
        boolean image = document.layers() != null || document.config() != null || document.fsLayers() != null;
        if (image && document.manifests() != null) {
            throw invalid("a manifest with both layers and manifests is ambiguous");
        }
        if (MediaTypes.isImage(type) && document.config() == null) {
            throw invalid("an image manifest needs a config");
        }
        if (MediaTypes.isImage(type) && document.manifests() != null) {
            throw invalid("an image manifest has no manifests");
        }
        if (MediaTypes.isIndex(type) && document.manifests() == null) {
            throw invalid("an index needs manifests");
        }
        checkDescriptors(document.layers());
        checkDescriptors(document.manifests());
        checkDescriptors(document.blobs());
    }

    private static void checkDescriptors(@Nullable List<Document.Descriptor> descriptors) {
        if (descriptors != null && descriptors.stream().anyMatch(Objects::isNull)) {
            throw invalid("a descriptor is null");
        }
    }

    private static RegistryError invalid(String message) {
        return RegistryError.invalid(ErrorCode.MANIFEST_INVALID, message);
    }
}
