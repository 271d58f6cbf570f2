/** Repositories and the catalog. */
@NullMarked
package dev.davit.registry.repository;

import org.jspecify.annotations.NullMarked;
