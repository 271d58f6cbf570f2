/** System calls that Java does not offer: spawning, process descriptors, mounts. */
@NullMarked
package dev.davit.engine.kernel;

import org.jspecify.annotations.NullMarked;
