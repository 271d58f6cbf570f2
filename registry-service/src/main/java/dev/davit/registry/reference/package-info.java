/** Digests and tags, as they are written. */
@NullMarked
package dev.davit.registry.reference;

import org.jspecify.annotations.NullMarked;
