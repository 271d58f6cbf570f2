package dev.davit.network.firewall;

/** A host port cannot be taken; the message is dockerd's. */
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
        super(message);
    }
}
