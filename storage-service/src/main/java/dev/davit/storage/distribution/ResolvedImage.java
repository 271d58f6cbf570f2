package dev.davit.storage.distribution;

import java.util.List;

/**
 * The image of one platform behind a tag or digest.
 *
 * @param root what the tag points to; its digest is the one that {@code docker pull} prints and stores
 * @param indexes every index on the way to the image, the root first; empty when the root is the image
 * @param image the image's manifest; the same as {@code root} when there is no index
 * @param manifest what {@code image} says
 */
public record ResolvedImage(
        FetchedManifest root, List<FetchedManifest> indexes, FetchedManifest image, Manifest.ImageManifest manifest) {}
