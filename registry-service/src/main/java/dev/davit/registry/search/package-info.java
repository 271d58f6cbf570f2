/** What there is, for people and dashboards. */
@NullMarked
package dev.davit.registry.search;

import org.jspecify.annotations.NullMarked;
