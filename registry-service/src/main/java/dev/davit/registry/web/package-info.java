/** The distribution API's HTTP: routes, errors, ranges, pages; knows no feature. */
@NullMarked
package dev.davit.registry.web;

import org.jspecify.annotations.NullMarked;
