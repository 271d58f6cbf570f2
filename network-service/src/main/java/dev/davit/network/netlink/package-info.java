/** The kernel's links, addresses, routes and network namespaces, by rtnetlink and system calls. */
@NullMarked
package dev.davit.network.netlink;

import org.jspecify.annotations.NullMarked;
