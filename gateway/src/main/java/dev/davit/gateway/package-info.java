/** The Docker Engine API in front of the inner services. */
@NullMarked
package dev.davit.gateway;

import org.jspecify.annotations.NullMarked;
