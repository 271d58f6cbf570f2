/** Health checks. */
@NullMarked
package dev.davit.engine.health;

import org.jspecify.annotations.NullMarked;
