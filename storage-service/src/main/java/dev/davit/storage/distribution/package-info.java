/**
 * The client of registries: the OCI distribution protocol (distribution-spec 1.1, and what Docker's registry adds),
 * with the endpoints, credentials and error texts of dockerd. Knows nothing of images on this host: {@code transfer}
 * stores what this package fetches.
 */
@NullMarked
package dev.davit.storage.distribution;

import org.jspecify.annotations.NullMarked;
