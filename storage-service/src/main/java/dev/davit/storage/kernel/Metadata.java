package dev.davit.storage.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** What a file is beside its content: kind, owner, permissions, times. */
final class Metadata {

    private static final int CWD = -100;
    private static final int SYMLINK_NOFOLLOW = 0x100;
    private static final int EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final long NOW_OMIT = 0x3ffffffeL;

    private Metadata() {}

    static FileStat stat(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            LinuxKernel.check(s, statx(s, dir, name), "stat", name);
            return FileStat.read(s.struct());
        }
    }

    static @Nullable FileStat find(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            long result = statx(s, dir, name);
            if (result == -1 && (s.errno() == Errno.ENOENT || s.errno() == Errno.ENOTDIR)) {
                return null;
            }
            LinuxKernel.check(s, result, "stat", name);
            return FileStat.read(s.struct());
        }
    }

    private static long statx(Scratch s, Fd dir, String name) {
        return SystemCalls.call(
                s,
                Syscall.STATX,
                dir.number(),
                s.first(name),
                SYMLINK_NOFOLLOW | EMPTY_PATH,
                STATX_BASIC,
                s.struct().address());
    }

    static void own(Fd dir, String name, long uid, long gid) {
        try (Scratch s = Scratch.take()) {
            long result = SystemCalls.call(
                    s, Syscall.FCHOWNAT, dir.number(), s.first(name), uid, gid, SYMLINK_NOFOLLOW | EMPTY_PATH);
            LinuxKernel.check(s, result, "chown", name);
        }
    }

    static void mode(Fd file, int permissions) {
        // Else through /proc, since fchmod(2) refuses a descriptor of O_PATH; the link leads to this very file.
        try (Scratch s = Scratch.take()) {
            if (SystemCalls.call(s, Syscall.FCHMOD, file.number(), permissions, 0, 0, 0) == 0) {
                return;
            }
            String path = file.magicPath();
            LinuxKernel.check(
                    s, SystemCalls.call(s, Syscall.FCHMODAT, CWD, s.first(path), permissions, 0, 0), "chmod", path);
        }
    }

    static void modified(Fd dir, String name, long seconds, int nanos) {
        try (Scratch s = Scratch.take()) {
            MemorySegment times = s.struct();
            times.set(ValueLayout.JAVA_LONG, 0, 0);
            times.set(ValueLayout.JAVA_LONG, 8, NOW_OMIT);
            times.set(ValueLayout.JAVA_LONG, 16, seconds);
            times.set(ValueLayout.JAVA_LONG, 24, nanos);
            long result = name.isEmpty()
                    ? SystemCalls.call(s, Syscall.UTIMENSAT, dir.number(), 0, times.address(), 0, 0)
                    : SystemCalls.call(
                            s, Syscall.UTIMENSAT, dir.number(), s.first(name), times.address(), SYMLINK_NOFOLLOW, 0);
            LinuxKernel.check(s, result, "utimens", name);
        }
    }
}
