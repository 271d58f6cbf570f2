package dev.davit.storage.kernel;

/** An open file descriptor. */
public final class Fd implements AutoCloseable {

    private final int number;
    private boolean closed;

    Fd(int number) {
        this.number = number;
    }

    /** Its number. */
    public int number() {
        if (closed) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    /** A path that leads to what it is open on, for calls that take no descriptor. */
    public String magicPath() {
        return "/proc/self/fd/" + number();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            SystemCalls.close(number);
        }
    }
}
