/** The storage contract: images, snapshots and volumes of one host. */
@NullMarked
package dev.davit.contracts.storage;

import org.jspecify.annotations.NullMarked;
