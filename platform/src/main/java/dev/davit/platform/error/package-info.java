/** Kinds of errors, and how they travel. */
@NullMarked
package dev.davit.platform.error;

import org.jspecify.annotations.NullMarked;
