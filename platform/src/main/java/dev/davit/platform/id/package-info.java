/** Identifiers. */
@NullMarked
package dev.davit.platform.id;

import org.jspecify.annotations.NullMarked;
