/** The OCI bundle: what the executor is told. */
@NullMarked
package dev.davit.engine.bundle;

import org.jspecify.annotations.NullMarked;
