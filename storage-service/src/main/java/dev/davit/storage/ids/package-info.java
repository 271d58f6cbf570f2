/** Ids of containers that have a user namespace. */
@NullMarked
package dev.davit.storage.ids;

import org.jspecify.annotations.NullMarked;
