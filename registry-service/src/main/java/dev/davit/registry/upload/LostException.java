package dev.davit.registry.upload;

/** The upload may be another replica's now: nothing more of it is to be written. */
final class LostException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
