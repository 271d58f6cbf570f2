/** Raw connections: HTTP upgraded to a stream of bytes. */
@NullMarked
package dev.davit.platform.hijack;

import org.jspecify.annotations.NullMarked;
