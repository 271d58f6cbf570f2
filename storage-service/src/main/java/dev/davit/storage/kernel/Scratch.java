package dev.davit.storage.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Native memory for the arguments of one call at a time; kept and used again, since a call is cheaper than malloc. */
final class Scratch implements AutoCloseable {

    static final int DATA = 256 * 1024;

    private static final int PATH_MAX = 4096;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Queue<Scratch> FREE = new ConcurrentLinkedQueue<>();

    private final MemorySegment state = Arena.global().allocate(STATE);
    private final MemorySegment first = Arena.global().allocate(PATH_MAX + 1);
    private final MemorySegment second = Arena.global().allocate(PATH_MAX + 1);
    private final MemorySegment struct = Arena.global().allocate(256, 8);
    private final MemorySegment data = Arena.global().allocate(DATA, 8);

    private Scratch() {}

    static Scratch take() {
        Scratch free = FREE.poll();
        return free == null ? new Scratch() : free;
    }

    MemorySegment state() {
        return state;
    }

    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    MemorySegment struct() {
        return struct;
    }

    MemorySegment data() {
        return data;
    }

    long first(String raw) {
        return string(first, raw);
    }

    long second(String raw) {
        return string(second, raw);
    }

    /** A string of up to {@link #DATA} bytes, such as mount options. */
    long text(String raw) {
        return string(data, raw);
    }

    /** The first bytes of what a call has left in {@link #data()}. */
    String read(int length) {
        return new String(data.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    private static long string(MemorySegment target, String raw) {
        if (raw.length() >= target.byteSize()) {
            throw new KernelException("use", raw.substring(0, 64) + "…", Errno.ENAMETOOLONG);
        }
        if (raw.indexOf('\0') >= 0) {
            throw new KernelException("use", raw.replace('\0', '?'), Errno.EINVAL);
        }
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
        target.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return target.address();
    }

    @Override
    public void close() {
        FREE.add(this);
    }
}
