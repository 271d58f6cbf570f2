package dev.davit.contracts.network;

import java.util.List;
import java.util.Map;

/** A network to make; without {@code subnets} one is chosen that collides with nothing on the host. */
public record NetworkSpec(
        String name,
        String driver,
        boolean ipv6,
        boolean internal,
        boolean attachable,
        List<Network.Subnet> subnets,
        Map<String, String> options,
        Map<String, String> labels) {}
