/** Who may do what: the terms of it, without the how. */
@NullMarked
package dev.davit.registry.access;

import org.jspecify.annotations.NullMarked;
