/** Sandboxes: namespace, files and published ports of one container. */
@NullMarked
package dev.davit.network.sandbox;

import org.jspecify.annotations.NullMarked;
