/** Volumes: the local driver. */
@NullMarked
package dev.davit.storage.volume;

import org.jspecify.annotations.NullMarked;
