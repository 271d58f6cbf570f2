package dev.davit.storage.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The one native function behind all of it: syscall(2). */
final class SystemCalls {

    private static final MethodHandle SYSCALL = bind();

    private SystemCalls() {}

    private static MethodHandle bind() {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().findOrThrow("syscall");
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        return linker.downcallHandle(
                function,
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    /** Its result, or -1 with the reason in {@code scratch}. Interrupted calls are made again. */
    static long call(Scratch scratch, Syscall call, long a, long b, long c, long d, long e) {
        while (true) {
            long result = once(scratch, call.number(), a, b, c, d, e);
            if (result != -1 || scratch.errno() != Errno.EINTR) {
                return result;
            }
        }
    }

    private static long once(Scratch scratch, long number, long a, long b, long c, long d, long e) {
        try {
            return (long) SYSCALL.invokeExact(scratch.state(), number, a, b, c, d, e, 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException("syscall(2) cannot be called", impossible);
        }
    }

    static void close(int number) {
        try (Scratch scratch = Scratch.take()) {
            once(scratch, Syscall.CLOSE.number(), number, 0, 0, 0, 0); // never again: EINTR has closed it
        }
    }
}
