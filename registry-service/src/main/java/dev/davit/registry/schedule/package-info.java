/** What is done again and again. */
@NullMarked
package dev.davit.registry.schedule;

import org.jspecify.annotations.NullMarked;
