/** The kernel's packet filter, by libnftables. */
@NullMarked
package dev.davit.network.nftables;

import org.jspecify.annotations.NullMarked;
