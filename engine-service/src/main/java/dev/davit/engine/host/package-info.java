/** Where the engine's files lie, and the services beside it. */
@NullMarked
package dev.davit.engine.host;

import org.jspecify.annotations.NullMarked;
