/** What every service shares. */
@NullMarked
package dev.davit.platform;

import org.jspecify.annotations.NullMarked;
