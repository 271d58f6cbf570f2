/** Blobs: bytes in a store, and which repository may read which. */
@NullMarked
package dev.davit.registry.blob;

import org.jspecify.annotations.NullMarked;
