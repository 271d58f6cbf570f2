/** What is held of other registries: fetched when somebody asks for it, thrown away when it takes too much room. */
@NullMarked
package dev.davit.registry.cache;

import org.jspecify.annotations.NullMarked;
