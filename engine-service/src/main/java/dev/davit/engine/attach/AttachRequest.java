package dev.davit.engine.attach;

/**
 * What an attaching client asks for.
 *
 * @param logs the output so far, first
 * @param stream the output to come, and input
 */
public record AttachRequest(
        boolean stdin, boolean stdout, boolean stderr, boolean stream, boolean logs, String detachKeys) {}
