package dev.davit.storage.kernel;

/** A system call that failed: which one, on what, and why. */
public class KernelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /** The call {@code operation} on {@code subject} failed. */
    public KernelException(String operation, String subject, int errno) {
        super(operation + " " + Raw.text(subject) + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /** Why; see {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Whether it is this error. */
    public boolean is(int candidate) {
        return errno == candidate;
    }

    /** Whether there is no room left. */
    public boolean noRoom() {
        return errno == Errno.ENOSPC || errno == Errno.EDQUOT;
    }

    /** What the error says, alone. */
    public String reason() {
        return Errno.text(errno);
    }
}
