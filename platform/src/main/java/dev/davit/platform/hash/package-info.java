/** Digests at the speed of the processor. */
@NullMarked
package dev.davit.platform.hash;

import org.jspecify.annotations.NullMarked;
