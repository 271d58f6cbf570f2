/** The processes of a container. */
@NullMarked
package dev.davit.engine.top;

import org.jspecify.annotations.NullMarked;
