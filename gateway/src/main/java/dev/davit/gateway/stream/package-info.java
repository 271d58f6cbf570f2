/** Answers that go on: raw connections, lines, results that come late. */
@NullMarked
package dev.davit.gateway.stream;

import org.jspecify.annotations.NullMarked;
