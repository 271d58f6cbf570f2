/** The log of what happened. */
@NullMarked
package dev.davit.engine.event;

import org.jspecify.annotations.NullMarked;
