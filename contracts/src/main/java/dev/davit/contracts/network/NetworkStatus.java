package dev.davit.contracts.network;

import java.util.List;

/** The network drivers, and what this kernel lacks, a sentence each. */
public record NetworkStatus(List<String> drivers, boolean ipv4Forwarding, List<String> missing) {}
