/** What this kernel can do. */
@NullMarked
package dev.davit.network.status;

import org.jspecify.annotations.NullMarked;
