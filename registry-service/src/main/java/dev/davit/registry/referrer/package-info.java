/** Which manifests name another as their subject. */
@NullMarked
package dev.davit.registry.referrer;

import org.jspecify.annotations.NullMarked;
