package dev.davit.network.netlink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The system calls that Java has no word for. Each throws {@link KernelException} where C returns -1. */
final class LibC {

    static final int CLONE_NEWNET = 0x40000000;
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CLOEXEC = 0x80000;
    static final int MS_BIND = 0x1000;
    static final int MNT_DETACH = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND = sized("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = sized("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle WRITE = sized("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT);
    private static final MethodHandle OPEN = handle("open", ADDRESS, JAVA_INT);
    private static final MethodHandle UNSHARE = handle("unshare", JAVA_INT);
    private static final MethodHandle SETNS = handle("setns", JAVA_INT, JAVA_INT);
    private static final MethodHandle MOUNT = handle("mount", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle UMOUNT2 = handle("umount2", ADDRESS, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private LibC() {}

    static int socket(int domain, int type, int protocol) {
        return (int) call("socket", (arena, state) -> (int) SOCKET.invokeExact(state, domain, type, protocol));
    }

    static void bind(int fd, MemorySegment address) {
        int size = (int) address.byteSize();
        call("bind", (arena, state) -> (int) BIND.invokeExact(state, fd, address, size));
    }

    static void setOption(int fd, int level, int option, MemorySegment value) {
        int size = (int) value.byteSize();
        call("setsockopt", (arena, state) -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, size));
    }

    static long send(int fd, MemorySegment bytes) {
        return call("send", (arena, state) -> (long) SEND.invokeExact(state, fd, bytes, bytes.byteSize(), 0));
    }

    static long receive(int fd, MemorySegment bytes) {
        return call("recv", (arena, state) -> (long) RECV.invokeExact(state, fd, bytes, bytes.byteSize(), 0));
    }

    static void write(int fd, String path, byte[] content) {
        call("write " + path, (arena, state) -> {
            MemorySegment bytes = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, content);
            return (long) WRITE.invokeExact(state, fd, bytes, (long) content.length);
        });
    }

    static void close(int fd) {
        call("close", (arena, state) -> (int) CLOSE.invokeExact(state, fd));
    }

    static int open(String path, int flags) {
        return (int)
                call("open " + path, (arena, state) -> (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
    }

    static void unshare(int flags) {
        call("unshare", (arena, state) -> (int) UNSHARE.invokeExact(state, flags));
    }

    static void setns(int fd) {
        call("setns", (arena, state) -> (int) SETNS.invokeExact(state, fd, CLONE_NEWNET));
    }

    static void bindMount(String source, String target) {
        call("mount " + target, (arena, state) -> (int) MOUNT.invokeExact(
                state,
                arena.allocateFrom(source),
                arena.allocateFrom(target),
                arena.allocateFrom("none"),
                (long) MS_BIND,
                MemorySegment.NULL));
    }

    static void unmount(String target) {
        call("umount " + target, (arena, state) ->
                (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target), MNT_DETACH));
    }

    static String describe(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (Throwable impossible) {
            return "errno " + errno;
        }
    }

    @FunctionalInterface
    private interface Call {
        long run(Arena arena, MemorySegment state) throws Throwable;
    }

    private static long call(String what, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.run(arena, state);
            if (result < 0) {
                throw new KernelException(what, (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(what, impossible);
        }
    }

    private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle sized(String name, java.lang.foreign.MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_LONG, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
