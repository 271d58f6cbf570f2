/** Serving HTTP on unix sockets. */
@NullMarked
package dev.davit.platform.server;

import org.jspecify.annotations.NullMarked;
