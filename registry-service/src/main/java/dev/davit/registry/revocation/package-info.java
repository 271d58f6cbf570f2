/** Asks authorities' servers which certificates they revoked, as policies about signatures may want. */
@NullMarked
package dev.davit.registry.revocation;

import org.jspecify.annotations.NullMarked;
