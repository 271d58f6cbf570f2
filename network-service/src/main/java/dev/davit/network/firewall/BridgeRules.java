package dev.davit.network.firewall;

import dev.davit.network.ipam.Subnet;

/**
 * What the packet filter knows of a network.
 *
 * @param masquerade its containers appear outside with the host's address
 * @param icc its containers may speak to one another
 * @param internal nothing goes out or comes in
 */
public record BridgeRules(String bridge, Subnet subnet, boolean masquerade, boolean icc, boolean internal) {}
