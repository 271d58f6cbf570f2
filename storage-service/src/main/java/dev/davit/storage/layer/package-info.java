/** Layers: unpacked once each, named by their diff ids, shared by every image that has them. */
@NullMarked
package dev.davit.storage.layer;

import org.jspecify.annotations.NullMarked;
