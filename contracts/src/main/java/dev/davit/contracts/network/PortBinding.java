package dev.davit.contracts.network;

/**
 * A published port.
 *
 * @param containerPort 1 to 65535
 * @param protocol {@code tcp}, {@code udp}, {@code sctp}
 * @param hostIp empty for every address of the host
 * @param hostPort 0 in a request: any free one
 */
public record PortBinding(int containerPort, String protocol, String hostIp, int hostPort) {}
