/** The engine and its host. */
@NullMarked
package dev.davit.engine.status;

import org.jspecify.annotations.NullMarked;
