/** Failures as Docker's clients expect them. */
@NullMarked
package dev.davit.gateway.error;

import org.jspecify.annotations.NullMarked;
