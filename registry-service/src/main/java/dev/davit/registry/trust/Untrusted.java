package dev.davit.registry.trust;

/** A signature does not count; the message says why. */
public class Untrusted extends Exception {

    private static final long serialVersionUID = 1L;

    Untrusted(String reason) {
        super(reason);
    }

    /** Why it does not. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
