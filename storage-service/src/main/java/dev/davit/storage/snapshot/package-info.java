/** Snapshots: the root file systems of containers. */
@NullMarked
package dev.davit.storage.snapshot;

import org.jspecify.annotations.NullMarked;
