/** The contract over HTTP. */
@NullMarked
package dev.davit.engine.api;

import org.jspecify.annotations.NullMarked;
