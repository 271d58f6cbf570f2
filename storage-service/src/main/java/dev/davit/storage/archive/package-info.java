/** Tar archives: reading, writing, unpacking without ever leaving the root, packing a tree. */
@NullMarked
package dev.davit.storage.archive;

import org.jspecify.annotations.NullMarked;
