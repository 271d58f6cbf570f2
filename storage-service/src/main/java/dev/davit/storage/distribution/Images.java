package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the image of a platform behind a name. */
final class Images {

    private static final int DEEPEST = 4; // indexes within indexes
    private static final int MOST_FETCHES = 16; // manifests tried for one image
    private static final int LONGEST_CONFIG = 4 << 20;

    /** Configurations that dockerd takes for images; the last ones come from old registries and builders. */
    private static final Set<String> IMAGE_CONFIGS = Set.of(
            MediaTypes.DOCKER_CONFIG,
            MediaTypes.OCI_CONFIG,
            "application/octet-stream",
            "application/json",
            "text/html",
            "");

    private static final List<String> LAYERS = List.of("application/vnd.oci.image", "application/vnd.docker");

    private final Manifests manifests;
    private final Blobs blobs;

    Images(Manifests manifests, Blobs blobs) {
        this.manifests = manifests;
        this.blobs = blobs;
    }

    ResolvedImage resolve(String reference, @Nullable Platform wanted) {
        Platform platform = wanted == null ? Platform.host() : wanted;
        FetchedManifest root = manifests.get(reference);
        ResolvedImage image = new Search(root, platform).find(root, List.of());
        if (image == null) {
            throw DavitException.notFound(
                    "no matching manifest for " + platform.format() + " in the manifest list entries");
        }
        return image;
    }

    Inspection inspect(String reference) {
        FetchedManifest fetched = manifests.get(reference);
        List<Platform> platforms = switch (fetched.manifest()) {
            case Manifest.ImageIndex index ->
                index.manifests().stream()
                        .map(Descriptor::platform)
                        .filter(Objects::nonNull)
                        .toList();
            case Manifest.ImageManifest image -> platforms(image);
        };
        return new Inspection(fetched.descriptor(), platforms);
    }

    /** An image says its platform in its configuration; one that cannot be read says nothing. */
    private List<Platform> platforms(Manifest.ImageManifest image) {
        try {
            JsonNode config = Json.tree(blobs.small(image.config(), LONGEST_CONFIG));
            Platform platform = config == null ? null : ManifestParser.platform(config);
            return platform == null ? List.of() : List.of(platform);
        } catch (DavitException unreadable) {
            return List.of();
        }
    }

    private static void requireImage(Manifest.ImageManifest image) {
        String config = image.config().mediaType();
        if (config.toLowerCase(Locale.ROOT).startsWith("application/vnd.docker.ai.")) {
            throw DavitException.invalid(
                    "AI models are not yet supported by the Engine, please use \"docker model pull/run\" instead");
        }
        if (!IMAGE_CONFIGS.contains(config)) {
            String kind = config.equals("application/vnd.docker.plugin.v1+json") ? "plugin" : "unknown";
            throw DavitException.invalid("Encountered remote " + Quoted.of(config) + "(" + kind + ") when fetching");
        }
        for (Descriptor layer : image.layers()) {
            String type = layer.mediaType().toLowerCase(Locale.ROOT);
            if (!IMAGE_CONFIGS.contains(type)
                    && LAYERS.stream().noneMatch(prefix -> type.equals(prefix) || type.startsWith(prefix + "."))) {
                throw DavitException.invalid("unsupported media type " + layer.mediaType());
            }
        }
    }

    /** One descent through indexes, best match first, bounded in depth and in requests. */
    private final class Search {

        private final FetchedManifest root;
        private final Platform platform;
        private int fetches;

        Search(FetchedManifest root, Platform platform) {
            this.root = root;
            this.platform = platform;
        }

        @Nullable ResolvedImage find(FetchedManifest at, List<FetchedManifest> way) {
            return switch (at.manifest()) {
                case Manifest.ImageManifest image -> {
                    requireImage(image);
                    yield new ResolvedImage(root, way, at, image);
                }
                case Manifest.ImageIndex index -> find(index, longer(way, at));
            };
        }

        private @Nullable ResolvedImage find(Manifest.ImageIndex index, List<FetchedManifest> way) {
            if (way.size() > DEEPEST) {
                return null;
            }
            for (Descriptor entry : PlatformMatcher.of(platform).select(index.manifests())) {
                boolean readable = MediaTypes.isImage(entry.mediaType()) || MediaTypes.isIndex(entry.mediaType());
                if (!readable || ++fetches > MOST_FETCHES) {
                    continue; // OCI: what is not known is passed over
                }
                ResolvedImage image = find(manifests.get(entry.digest()), way);
                if (image != null) {
                    return image;
                }
            }
            return null;
        }

        private static List<FetchedManifest> longer(List<FetchedManifest> way, FetchedManifest step) {
            List<FetchedManifest> longer = new ArrayList<>(way);
            longer.add(step);
            return List.copyOf(longer);
        }
    }
}
