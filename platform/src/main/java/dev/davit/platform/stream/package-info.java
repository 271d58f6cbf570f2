/** Streams that are made while they are read. */
@NullMarked
package dev.davit.platform.stream;

import org.jspecify.annotations.NullMarked;
