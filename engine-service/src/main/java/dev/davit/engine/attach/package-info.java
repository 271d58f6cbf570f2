/** Connecting clients with a container's streams. */
@NullMarked
package dev.davit.engine.attach;

import org.jspecify.annotations.NullMarked;
