/** Accounts of people and robots, and what they are granted. */
@NullMarked
package dev.davit.registry.account;

import org.jspecify.annotations.NullMarked;
