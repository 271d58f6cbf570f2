/** Networks. */
@NullMarked
package dev.davit.gateway.network;

import org.jspecify.annotations.NullMarked;
