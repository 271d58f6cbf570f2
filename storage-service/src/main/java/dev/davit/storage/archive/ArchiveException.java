package dev.davit.storage.archive;

import java.io.IOException;

/** An archive that is broken, or that asks for what no archive may. */
public class ArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public ArchiveException(String message) {
        super(message);
    }
}
