package dev.davit.network.netlink;

/** A system call or netlink request that the kernel refused. */
public final class KernelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final int ENOENT = 2;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EOPNOTSUPP = 95;

    private final int errno;

    KernelException(String operation, int errno) {
        this(operation, errno, "");
    }

    KernelException(String operation, int errno, String detail) {
        super(operation + ": " + LibC.describe(errno) + (detail.isEmpty() ? "" : " (" + detail + ")"));
        this.errno = errno;
    }

    /** The kernel's error number. */
    public int errno() {
        return errno;
    }
}
