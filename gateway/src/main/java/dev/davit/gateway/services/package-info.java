/** Clients of the inner services. */
@NullMarked
package dev.davit.gateway.services;

import org.jspecify.annotations.NullMarked;
