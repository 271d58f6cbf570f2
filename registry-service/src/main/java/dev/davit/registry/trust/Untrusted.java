package dev.davit.registry.trust;

/** A signature does not count; the message says why. */
public class Untrusted extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LIMIT = 300; // what a signature says of itself may be long

    Untrusted(String reason) {
        super(reason.length() > LIMIT ? reason.substring(0, LIMIT) + "…" : reason);
    }

    /** Why it does not. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
