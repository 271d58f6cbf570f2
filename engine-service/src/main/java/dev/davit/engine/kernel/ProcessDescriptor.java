package dev.davit.engine.kernel;

import java.io.IOException;

/**
 * A process by descriptor (pidfd_open(2)): unlike its number, it never comes to mean another process, so that a signal
 * cannot hit the wrong one.
 */
public final class ProcessDescriptor implements AutoCloseable {

    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;

    private final int descriptor;

    private ProcessDescriptor(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Of a process that is there. */
    public static ProcessDescriptor open(int pid) throws IOException {
        long result = syscall(PIDFD_OPEN, pid, 0, 0);
        if (result < 0) {
            throw new IOException("pidfd_open " + pid + ": error " + -result);
        }
        return new ProcessDescriptor((int) result);
    }

    /** Sends a signal; false when the process has ended. */
    public boolean signal(int number) throws IOException {
        long result = syscall(PIDFD_SEND_SIGNAL, descriptor, number, 0);
        if (result < 0 && result != -LibC.ESRCH) {
            throw new IOException("pidfd_send_signal " + number + ": error " + -result);
        }
        return result >= 0;
    }

    @Override
    public void close() {
        LibC.call(state -> (int) LibC.CLOSE.invokeExact(state, descriptor));
    }

    private static long syscall(long number, long first, long second, long third) {
        return LibC.call(state -> (long) LibC.SYSCALL.invokeExact(state, number, first, second, third, 0L));
    }
}
