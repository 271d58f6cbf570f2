/** Answers that come piece by piece. */
@NullMarked
package dev.davit.engine.stream;

import org.jspecify.annotations.NullMarked;
