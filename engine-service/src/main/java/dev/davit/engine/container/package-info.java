/** Containers: what they are to be and what they are. */
@NullMarked
package dev.davit.engine.container;

import org.jspecify.annotations.NullMarked;
