/** Networks and their bridges. */
@NullMarked
package dev.davit.network.network;

import org.jspecify.annotations.NullMarked;
