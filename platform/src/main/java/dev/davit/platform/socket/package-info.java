/** The socket beneath a request, for bodies that are too large to pass through Tomcat's buffers of 8 KB. */
@NullMarked
package dev.davit.platform.socket;

import org.jspecify.annotations.NullMarked;
