/** Networks and the sandboxes of containers on one host. */
@NullMarked
package dev.davit.network;

import org.jspecify.annotations.NullMarked;
