/** Starting, stopping, exiting, removing, and putting things right after a restart. */
@NullMarked
package dev.davit.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
