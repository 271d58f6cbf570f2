package dev.davit.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Mounts of the engine's own. */
public final class Mounting {

    private static final long NOSUID_NODEV_NOEXEC = 2 | 4 | 8;
    private static final int MNT_DETACH = 2;

    private static final MethodHandle MOUNT =
            LibC.withErrno("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT2 =
            LibC.withErrno("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private Mounting() {}

    /** Mounts a tmpfs. */
    public static void tmpfs(Path target, String options) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocateFrom("tmpfs");
            MemorySegment folder = arena.allocateFrom(target.toString());
            MemorySegment data = arena.allocateFrom(options);
            long result =
                    LibC.call(state -> (int) MOUNT.invokeExact(state, type, folder, type, NOSUID_NODEV_NOEXEC, data));
            if (result < 0) {
                throw new IOException("mount of a tmpfs on " + target + ": error " + -result);
            }
        }
    }

    /** Unmounts, now or as soon as nobody uses it; nothing happens where nothing is mounted. */
    public static void detach(Path target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment folder = arena.allocateFrom(target.toString());
            LibC.call(state -> (int) UMOUNT2.invokeExact(state, folder, MNT_DETACH));
        }
    }
}
