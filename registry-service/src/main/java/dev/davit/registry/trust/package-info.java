/** Whether a signature counts: keys, certificates and envelopes, without the database. */
@NullMarked
package dev.davit.registry.trust;

import org.jspecify.annotations.NullMarked;
