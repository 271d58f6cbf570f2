/** Online garbage collection. */
@NullMarked
package dev.davit.registry.gc;

import org.jspecify.annotations.NullMarked;
