/** How callers say who they are, and Docker's token protocol. */
@NullMarked
package dev.davit.registry.auth;

import org.jspecify.annotations.NullMarked;
