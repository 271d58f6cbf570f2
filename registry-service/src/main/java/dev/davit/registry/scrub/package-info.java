/** Finds what the disk has damaged. */
@NullMarked
package dev.davit.registry.scrub;

import org.jspecify.annotations.NullMarked;
