/** Processes in running containers. */
@NullMarked
package dev.davit.gateway.exec;

import org.jspecify.annotations.NullMarked;
