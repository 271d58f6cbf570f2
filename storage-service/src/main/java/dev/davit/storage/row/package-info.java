/** What the tables' rows share. */
@NullMarked
package dev.davit.storage.row;

import org.jspecify.annotations.NullMarked;
