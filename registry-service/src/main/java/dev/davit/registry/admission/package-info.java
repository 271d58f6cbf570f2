/** Lets unsigned content neither in nor out where a policy asks for signatures. */
@NullMarked
package dev.davit.registry.admission;

import org.jspecify.annotations.NullMarked;
