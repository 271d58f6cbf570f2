/** How often what is pulled. */
@NullMarked
package dev.davit.registry.pull;

import org.jspecify.annotations.NullMarked;
