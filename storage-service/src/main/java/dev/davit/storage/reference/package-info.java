/** Names of images. */
@NullMarked
package dev.davit.storage.reference;

import org.jspecify.annotations.NullMarked;
