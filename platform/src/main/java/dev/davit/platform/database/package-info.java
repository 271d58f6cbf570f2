/** Transactions of the hot path. */
@NullMarked
package dev.davit.platform.database;

import org.jspecify.annotations.NullMarked;
