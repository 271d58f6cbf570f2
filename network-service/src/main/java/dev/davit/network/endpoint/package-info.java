/** The places that containers have in networks; an endpoint is the lease of its address. */
@NullMarked
package dev.davit.network.endpoint;

import org.jspecify.annotations.NullMarked;
