/** The engine's contract: containers, execs and events of one host. */
@NullMarked
package dev.davit.contracts.engine;

import org.jspecify.annotations.NullMarked;
