/** What containers use. */
@NullMarked
package dev.davit.engine.stats;

import org.jspecify.annotations.NullMarked;
