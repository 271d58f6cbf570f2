package dev.davit.storage.kernel;

/** Flags of open(2), as numbers of the architecture. */
public final class Open {

    /** For reading. */
    public static final int READ = 0;
    /** For writing. */
    public static final int WRITE = 1;
    /** Make it. */
    public static final int CREATE = 0x40;
    /** It must not be there yet. */
    public static final int EXCLUSIVE = 0x80;
    /** Empty it. */
    public static final int TRUNCATE = 0x200;
    /** Never wait, as a fifo would. */
    public static final int NONBLOCK = 0x800;
    /** It must be a folder. */
    public static final int DIRECTORY = Syscall.onArm() ? 0x4000 : 0x10000;
    /** It must not be a symbolic link. */
    public static final int NOFOLLOW = Syscall.onArm() ? 0x8000 : 0x20000;
    /** A handle on the place alone. */
    public static final int PATH = 0x200000;

    static final int CLOEXEC = 0x80000;

    private Open() {}
}
