/** The registry as the other services see it. */
@NullMarked
package dev.davit.registry.status;

import org.jspecify.annotations.NullMarked;
