/** What the database answered lately. */
@NullMarked
package dev.davit.registry.lookup;

import org.jspecify.annotations.NullMarked;
