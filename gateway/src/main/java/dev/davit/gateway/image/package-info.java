/** Images. */
@NullMarked
package dev.davit.gateway.image;

import org.jspecify.annotations.NullMarked;
