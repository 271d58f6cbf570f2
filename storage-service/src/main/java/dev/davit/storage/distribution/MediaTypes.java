package dev.davit.storage.distribution;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Media types of manifests and what they hold (OCI image-spec, Docker image manifest v2 schema 2). */
public final class MediaTypes {

    /** Image of OCI. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** Index of OCI. */
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    /** Configuration of an OCI image. */
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    /** Layer of an OCI image, gzip; {@code tar} and {@code tar+zstd} are its siblings. */
    public static final String OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
    /** Image of Docker. */
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    /** Index of Docker. */
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    /** Configuration of a Docker image. */
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    /** Layer of a Docker image, gzip. */
    public static final String DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /** What a manifest request accepts. */
    static final List<String> MANIFESTS = List.of(DOCKER_MANIFEST, DOCKER_LIST, OCI_MANIFEST, OCI_INDEX);

    private static final Set<String> SCHEMA1 = Set.of(
            "application/vnd.docker.distribution.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws");

    private MediaTypes() {}

    static boolean isImage(String type) {
        return type.equals(OCI_MANIFEST) || type.equals(DOCKER_MANIFEST);
    }

    static boolean isIndex(String type) {
        return type.equals(OCI_INDEX) || type.equals(DOCKER_LIST);
    }

    static boolean isSchema1(String type) {
        return SCHEMA1.contains(type);
    }

    static boolean isForeignLayer(String type) {
        return type.startsWith("application/vnd.docker.image.rootfs.foreign.")
                || type.startsWith("application/vnd.oci.image.layer.nondistributable.");
    }

    /** The type in a Content-Type header, without its parameters. */
    static String bare(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
