/** Reading what containers wrote. */
@NullMarked
package dev.davit.engine.logs;

import org.jspecify.annotations.NullMarked;
