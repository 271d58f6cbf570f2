/** Calling other services. */
@NullMarked
package dev.davit.platform.client;

import org.jspecify.annotations.NullMarked;
