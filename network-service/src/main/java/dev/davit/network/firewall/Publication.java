package dev.davit.network.firewall;

/**
 * A published port: what is sent to the host's address and port goes to the container's.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code sctp}
 * @param hostAddress {@link #ANY} for every address of the host
 */
public record Publication(
        String protocol, String hostAddress, int hostPort, String containerAddress, int containerPort) {

    /** Every address of the host. */
    public static final String ANY = "0.0.0.0";

    boolean any() {
        return hostAddress.equals(ANY);
    }

    String key() {
        String port = protocol + " . " + hostPort;
        return any() ? port : hostAddress + " . " + port;
    }

    String element() {
        return key() + " : " + containerAddress + " . " + containerPort;
    }
}
