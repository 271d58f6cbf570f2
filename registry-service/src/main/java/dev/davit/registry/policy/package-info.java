/** What administrators lay down for repositories: immutable tags, retention and quotas, decided together. */
@NullMarked
package dev.davit.registry.policy;

import org.jspecify.annotations.NullMarked;
