/** Pull and push. */
@NullMarked
package dev.davit.storage.transfer;

import org.jspecify.annotations.NullMarked;
