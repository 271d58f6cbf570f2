package dev.davit.storage.kernel;

/** Flags of mount(2). */
public final class Mount {

    /** Read only. */
    public static final long READ_ONLY = 1;
    /** No set-id programs. */
    public static final long NO_SUID = 2;
    /** No devices. */
    public static final long NO_DEVICES = 4;
    /** No programs. */
    public static final long NO_EXEC = 8;
    /** Synchronous. */
    public static final long SYNCHRONOUS = 16;
    /** Change an existing mount. */
    public static final long REMOUNT = 32;
    /** Synchronous folders. */
    public static final long FOLDER_SYNC = 128;
    /** No times of access. */
    public static final long NO_ATIME = 1024;
    /** No times of access of folders. */
    public static final long NO_FOLDER_ATIME = 2048;
    /** The same tree at a second place. */
    public static final long BIND = 4096;
    /** With what is mounted below. */
    public static final long RECURSIVE = 16384;
    /** Neither gives nor takes mount events. */
    public static final long PRIVATE = 1L << 18;
    /** Relative times of access. */
    public static final long RELATIVE_ATIME = 1L << 21;
    /** Strict times of access. */
    public static final long STRICT_ATIME = 1L << 24;

    static final int DETACH = 2;

    private Mount() {}
}
