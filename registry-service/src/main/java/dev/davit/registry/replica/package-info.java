/** Several registries on one database and one store. */
@NullMarked
package dev.davit.registry.replica;

import org.jspecify.annotations.NullMarked;
