/** Where this registry may be sent by others. */
@NullMarked
package dev.davit.registry.outbound;

import org.jspecify.annotations.NullMarked;
