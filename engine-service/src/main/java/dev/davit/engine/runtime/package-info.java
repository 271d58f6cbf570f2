/** The executor and the monitors that it leaves with each container. */
@NullMarked
package dev.davit.engine.runtime;

import org.jspecify.annotations.NullMarked;
