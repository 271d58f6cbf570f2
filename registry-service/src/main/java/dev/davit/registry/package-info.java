/** The registry service: the OCI distribution API. */
@NullMarked
package dev.davit.registry;

import org.jspecify.annotations.NullMarked;
