package dev.davit.storage.distribution;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tag points to: one image, or an index of images for platforms. */
public sealed interface Manifest {

    /** {@code application/vnd.oci.image.manifest.v1+json} and the like. */
    String mediaType();

    /**
     * One image (OCI image manifest, Docker schema 2).
     *
     * @param layers base first
     * @param artifactType empty where not said
     */
    record ImageManifest(
            String mediaType,
            Descriptor config,
            List<Descriptor> layers,
            @Nullable Descriptor subject,
            String artifactType,
            Map<String, String> annotations)
            implements Manifest {}

    /** Images for platforms (OCI image index, Docker manifest list). */
    record ImageIndex(
            String mediaType,
            List<Descriptor> manifests,
            @Nullable Descriptor subject,
            String artifactType,
            Map<String, String> annotations)
            implements Manifest {}
}
