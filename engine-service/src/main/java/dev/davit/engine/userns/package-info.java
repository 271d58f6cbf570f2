/** User namespaces: who gets one, and which ids of the host it has. */
@NullMarked
package dev.davit.engine.userns;

import org.jspecify.annotations.NullMarked;
