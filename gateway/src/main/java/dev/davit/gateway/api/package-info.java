/** Requests and answers as Docker's clients write and read them: parameters, bodies, filters, JSON. */
@NullMarked
package dev.davit.gateway.api;

import org.jspecify.annotations.NullMarked;
