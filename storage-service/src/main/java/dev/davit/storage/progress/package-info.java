/** What long operations say on their way. */
@NullMarked
package dev.davit.storage.progress;

import org.jspecify.annotations.NullMarked;
