/** Operations of the API that Davit does not have. */
@NullMarked
package dev.davit.gateway.unbuilt;

import org.jspecify.annotations.NullMarked;
