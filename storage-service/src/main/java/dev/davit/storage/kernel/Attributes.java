package dev.davit.storage.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Extended attributes. */
final class Attributes {

    private Attributes() {}

    static void set(Fd dir, String name, String key, byte[] value) {
        try (Scratch s = Scratch.take()) {
            MemorySegment.copy(value, 0, s.data(), ValueLayout.JAVA_BYTE, 0, value.length);
            long result = SystemCalls.call(
                    s,
                    Syscall.LSETXATTR,
                    s.first(path(dir, name)),
                    s.second(key),
                    s.data().address(),
                    value.length,
                    0);
            LinuxKernel.check(s, result, "setxattr", name);
        }
    }

    static byte @Nullable [] get(Fd dir, String name, String key) {
        try (Scratch s = Scratch.take()) {
            long n = SystemCalls.call(
                    s,
                    Syscall.LGETXATTR,
                    s.first(path(dir, name)),
                    s.second(key),
                    s.data().address(),
                    Scratch.DATA,
                    0);
            if (n == -1 && (s.errno() == Errno.ENODATA || s.errno() == Errno.ENOTSUP)) {
                return null;
            }
            return s.data()
                    .asSlice(0, LinuxKernel.check(s, n, "getxattr", name))
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static List<String> list(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            String path = path(dir, name);
            long n = SystemCalls.call(
                    s, Syscall.LLISTXATTR, s.first(path), s.data().address(), Scratch.DATA, 0, 0);
            if (n == -1 && s.errno() == Errno.ENOTSUP) {
                return List.of();
            }
            String all = s.read((int) LinuxKernel.check(s, n, "listxattr", name));
            return all.isEmpty()
                    ? List.of()
                    : List.of(all.substring(0, all.length() - 1).split("\0", -1));
        }
    }

    // There is no fsetxattrat before kernel 6.13; the folder's own link in /proc cannot be swapped.
    private static String path(Fd dir, String name) {
        return name.isEmpty() ? dir.magicPath() + "/." : dir.magicPath() + "/" + name;
    }
}
