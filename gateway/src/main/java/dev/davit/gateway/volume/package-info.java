/** Volumes. */
@NullMarked
package dev.davit.gateway.volume;

import org.jspecify.annotations.NullMarked;
