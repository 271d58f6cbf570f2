package dev.davit.storage.archive;

/** How the image specification writes what a layer deletes. */
final class Whiteouts {

    static final String PREFIX = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    static final String OPAQUE_ATTRIBUTE = "trusted.overlay.opaque";

    private Whiteouts() {}

    static boolean isOne(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1).startsWith(PREFIX);
    }

    /** Notes of aufs about itself, which no other file system needs. */
    static boolean isNote(String name) {
        return name.startsWith(PREFIX + PREFIX) && !name.equals(OPAQUE);
    }
}
