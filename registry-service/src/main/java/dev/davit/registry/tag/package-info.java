/** Tags. */
@NullMarked
package dev.davit.registry.tag;

import org.jspecify.annotations.NullMarked;
