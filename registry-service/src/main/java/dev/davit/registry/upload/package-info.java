/** Upload sessions. */
@NullMarked
package dev.davit.registry.upload;

import org.jspecify.annotations.NullMarked;
