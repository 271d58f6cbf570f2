/** Tells others what happened, as CloudEvents. */
@NullMarked
package dev.davit.registry.event;

import org.jspecify.annotations.NullMarked;
