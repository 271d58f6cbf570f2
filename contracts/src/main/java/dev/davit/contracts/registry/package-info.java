/** The registry's inner contract; what clients push to and pull from is the OCI distribution API. */
@NullMarked
package dev.davit.contracts.registry;

import org.jspecify.annotations.NullMarked;
