package dev.davit.contracts.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's connection.
 *
 * @param netns host path of its network namespace; null for the host's own
 * @param hostnamePath host path of the file to mount at /etc/hostname
 * @param hostsPath of /etc/hosts
 * @param resolvConfPath of /etc/resolv.conf
 * @param ports as published, with the host ports that were chosen
 */
public record Sandbox(
        String id,
        @Nullable String netns,
        String hostnamePath,
        String hostsPath,
        String resolvConfPath,
        List<Endpoint> endpoints,
        List<PortBinding> ports) {}
