/** What the platform's nftables table says: translation, published ports, isolation. */
@NullMarked
package dev.davit.network.firewall;

import org.jspecify.annotations.NullMarked;
