/** The few system calls that storage needs and Java lacks: mounts, and paths that cannot be led astray. */
@NullMarked
package dev.davit.storage.kernel;

import org.jspecify.annotations.NullMarked;
