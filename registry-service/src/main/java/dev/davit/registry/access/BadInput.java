package dev.davit.registry.access;

/** What somebody wrote into the configuration or sent as an administrator is wrong; the message says what. */
public class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public BadInput(String message) {
        super(message);
    }

    /** What is wrong. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
