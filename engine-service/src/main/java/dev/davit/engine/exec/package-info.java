/** Further processes in running containers. */
@NullMarked
package dev.davit.engine.exec;

import org.jspecify.annotations.NullMarked;
