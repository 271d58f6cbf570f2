/** Manifests: what they refer to is there, and what tags point at. */
@NullMarked
package dev.davit.registry.manifest;

import org.jspecify.annotations.NullMarked;
