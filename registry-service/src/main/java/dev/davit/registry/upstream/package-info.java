/** Other registries: what they hold is asked for here, with their own credentials, and nothing else of theirs is done. */
@NullMarked
package dev.davit.registry.upstream;

import org.jspecify.annotations.NullMarked;
