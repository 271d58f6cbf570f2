/** The engine: containers, execs and events of one host. */
@NullMarked
package dev.davit.engine;

import org.jspecify.annotations.NullMarked;
