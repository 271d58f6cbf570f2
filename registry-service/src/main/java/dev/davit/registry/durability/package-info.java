/** What an answered push survives. */
@NullMarked
package dev.davit.registry.durability;

import org.jspecify.annotations.NullMarked;
