/** Computing digests while bytes pass. */
@NullMarked
package dev.davit.registry.hash;

import org.jspecify.annotations.NullMarked;
