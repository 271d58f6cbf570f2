package dev.davit.registry.manifest;

import java.util.Set;

/** The kinds of manifests that are stored, and what in them needs no blob. */
final class MediaTypes {

    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String OCI_ARTIFACT = "application/vnd.oci.artifact.manifest.v1+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    private static final Set<String> IMAGES = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
    private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);

    private MediaTypes() {}

    static boolean isImage(String type) {
        return IMAGES.contains(type);
    }

    static boolean isIndex(String type) {
        return INDEXES.contains(type);
    }

    static boolean isManifest(String type) {
        return isImage(type) || isIndex(type) || type.equals(OCI_ARTIFACT);
    }

    /** Layers that their owner forbids to distribute: they stay where their URLs say. */
    static boolean isForeign(String type) {
        return type.startsWith("application/vnd.oci.image.layer.nondistributable.v1.")
                || type.startsWith("application/vnd.docker.image.rootfs.foreign.");
    }
}
