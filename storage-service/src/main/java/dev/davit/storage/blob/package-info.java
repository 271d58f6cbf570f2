/** Content by its digest: configurations, manifests, compressed layers. */
@NullMarked
package dev.davit.storage.blob;

import org.jspecify.annotations.NullMarked;
