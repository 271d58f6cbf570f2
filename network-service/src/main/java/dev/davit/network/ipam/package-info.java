/** IPv4 subnets, and the leasing of their addresses. */
@NullMarked
package dev.davit.network.ipam;

import org.jspecify.annotations.NullMarked;
