/** Images: configurations over layers, and the names that point to them. */
@NullMarked
package dev.davit.storage.image;

import org.jspecify.annotations.NullMarked;
