/** Versions of the Docker Engine API, and the headers of every answer. */
@NullMarked
package dev.davit.gateway.version;

import org.jspecify.annotations.NullMarked;
