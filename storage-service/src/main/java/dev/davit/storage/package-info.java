/** The storage service: images, layers, snapshots and volumes of one host. */
@NullMarked
package dev.davit.storage;

import org.jspecify.annotations.NullMarked;
