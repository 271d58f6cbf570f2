/** The engine as a whole: ping, version, info, events, disk use. */
@NullMarked
package dev.davit.gateway.system;

import org.jspecify.annotations.NullMarked;
