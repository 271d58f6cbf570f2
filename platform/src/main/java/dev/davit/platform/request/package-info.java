/** Request ids through all services. */
@NullMarked
package dev.davit.platform.request;

import org.jspecify.annotations.NullMarked;
