/** Containers. */
@NullMarked
package dev.davit.gateway.container;

import org.jspecify.annotations.NullMarked;
