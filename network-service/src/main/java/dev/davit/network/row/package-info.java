/** How rows of the database are made. */
@NullMarked
package dev.davit.network.row;

import org.jspecify.annotations.NullMarked;
