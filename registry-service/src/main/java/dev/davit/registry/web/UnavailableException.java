package dev.davit.registry.web;

import java.io.IOException;

/** What is needed for an answer cannot be reached, and may be again later. */
public class UnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With what is not reached, and why. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
