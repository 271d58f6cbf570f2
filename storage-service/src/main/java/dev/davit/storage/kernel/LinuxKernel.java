package dev.davit.storage.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The kernel itself. */
@Component
public class LinuxKernel implements Kernel {

    private static final int CWD = -100;
    private static final int SYMLINK_NOFOLLOW = 0x100;
    private static final int REMOVEDIR = 0x200;
    private static final int EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int RACES = 1000;
    private static final int WRITEBACK = 2;
    private static final long NOW_OMIT = 0x3ffffffeL;

    @Override
    public Fd open(String path, int flags) {
        try (Scratch s = Scratch.take()) {
            return opened(s, call(s, Syscall.OPENAT, CWD, s.first(path), flags | Open.CLOEXEC, 0, 0), "open", path);
        }
    }

    @Override
    public Fd openAt(Fd dir, String name, int flags, int mode) {
        try (Scratch s = Scratch.take()) {
            long fd = call(s, Syscall.OPENAT, dir.number(), s.first(name), flags | Open.CLOEXEC, mode, 0);
            return opened(s, fd, "open", name);
        }
    }

    @Override
    public Fd openIn(Fd root, String path, int flags) {
        try (Scratch s = Scratch.take()) {
            MemorySegment how = s.struct();
            how.set(ValueLayout.JAVA_LONG, 0, flags | Open.CLOEXEC);
            how.set(ValueLayout.JAVA_LONG, 8, 0);
            how.set(ValueLayout.JAVA_LONG, 16, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
            long name = s.first(path.isEmpty() ? "/" : path);
            for (int i = 0; ; i++) {
                long fd = call(s, Syscall.OPENAT2, root.number(), name, how.address(), 24, 0);
                // The kernel gives up when something on the way is being moved at this moment.
                if (fd == -1 && s.errno() == Errno.EAGAIN && i < RACES) {
                    continue;
                }
                return opened(s, fd, "open", path);
            }
        }
    }

    @Override
    public int read(Fd file, byte[] buffer, int offset, int length) {
        try (Scratch s = Scratch.take()) {
            int most = Math.min(length, Scratch.DATA);
            int n = (int)
                    check(s, call(s, Syscall.READ, file.number(), s.data().address(), most, 0, 0), "read", "file");
            MemorySegment.copy(s.data(), ValueLayout.JAVA_BYTE, 0, buffer, offset, n);
            return n;
        }
    }

    @Override
    public void write(Fd file, byte[] buffer, int offset, int length) {
        writeAt(file, -1, buffer, offset, length);
    }

    @Override
    public void writeAt(Fd file, long position, byte[] buffer, int offset, int length) {
        try (Scratch s = Scratch.take()) {
            int done = 0;
            while (done < length) {
                int most = Math.min(length - done, Scratch.DATA);
                MemorySegment.copy(buffer, offset + done, s.data(), ValueLayout.JAVA_BYTE, 0, most);
                long at = s.data().address();
                long n = position < 0
                        ? call(s, Syscall.WRITE, file.number(), at, most, 0, 0)
                        : call(s, Syscall.PWRITE64, file.number(), at, most, position + done, 0);
                done += (int) check(s, n, "write", "file");
            }
        }
    }

    @Override
    public void truncate(Fd file, long size) {
        act("truncate", "file", Syscall.FTRUNCATE, file.number(), size);
    }

    @Override
    public void startWriteback(Fd file) {
        try (Scratch s = Scratch.take()) {
            call(s, Syscall.SYNC_FILE_RANGE, file.number(), 0, 0, WRITEBACK, 0); // a hint: failure does no harm
        }
    }

    @Override
    public void syncData(Fd file) {
        act("fdatasync", "file", Syscall.FDATASYNC, file.number(), 0);
    }

    @Override
    public void syncFileSystem(Fd any) {
        act("syncfs", "file system", Syscall.SYNCFS, any.number(), 0);
    }

    @Override
    public void makeFolder(Fd dir, String name, int mode) {
        try (Scratch s = Scratch.take()) {
            check(s, call(s, Syscall.MKDIRAT, dir.number(), s.first(name), mode, 0, 0), "mkdir", name);
        }
    }

    @Override
    public void makeNode(Fd dir, String name, int mode, int major, int minor) {
        long device = (minor & 0xffL) | ((major & 0xfffL) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
        try (Scratch s = Scratch.take()) {
            check(s, call(s, Syscall.MKNODAT, dir.number(), s.first(name), mode, device, 0), "mknod", name);
        }
    }

    @Override
    public void symlink(String target, Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            check(s, call(s, Syscall.SYMLINKAT, s.second(target), dir.number(), s.first(name), 0, 0), "symlink", name);
        }
    }

    @Override
    public void link(Fd fromDir, String from, Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            long result = call(s, Syscall.LINKAT, fromDir.number(), s.second(from), dir.number(), s.first(name), 0);
            check(s, result, "link", name);
        }
    }

    @Override
    public void unlink(Fd dir, String name) {
        remove(dir, name, 0);
    }

    @Override
    public void removeFolder(Fd dir, String name) {
        remove(dir, name, REMOVEDIR);
    }

    private static void remove(Fd dir, String name, int flags) {
        try (Scratch s = Scratch.take()) {
            check(s, call(s, Syscall.UNLINKAT, dir.number(), s.first(name), flags, 0, 0), "remove", name);
        }
    }

    @Override
    public void rename(Fd fromDir, String from, Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            long result = call(s, Syscall.RENAMEAT2, fromDir.number(), s.second(from), dir.number(), s.first(name), 0);
            check(s, result, "rename", from);
        }
    }

    @Override
    public String readLink(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            long n = call(
                    s, Syscall.READLINKAT, dir.number(), s.first(name), s.data().address(), Scratch.DATA, 0);
            return string(s, 0, (int) check(s, n, "readlink", name));
        }
    }

    @Override
    public List<String> list(Fd dir) {
        List<String> names = new ArrayList<>();
        try (Scratch s = Scratch.take()) {
            MemorySegment data = s.data();
            while (true) {
                long n = check(
                        s,
                        call(s, Syscall.GETDENTS64, dir.number(), data.address(), Scratch.DATA, 0, 0),
                        "list",
                        "folder");
                if (n == 0) {
                    return names;
                }
                for (long at = 0; at < n; at += Short.toUnsignedInt(data.get(ValueLayout.JAVA_SHORT, at + 16))) {
                    String name = data.getString(at + 19, StandardCharsets.ISO_8859_1);
                    if (!name.equals(".") && !name.equals("..")) {
                        names.add(name);
                    }
                }
            }
        }
    }

    @Override
    public FileStat stat(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            check(s, statx(s, dir, name), "stat", name);
            return FileStat.read(s.struct());
        }
    }

    @Override
    public @Nullable FileStat find(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            long result = statx(s, dir, name);
            if (result == -1 && (s.errno() == Errno.ENOENT || s.errno() == Errno.ENOTDIR)) {
                return null;
            }
            check(s, result, "stat", name);
            return FileStat.read(s.struct());
        }
    }

    private static long statx(Scratch s, Fd dir, String name) {
        return call(
                s,
                Syscall.STATX,
                dir.number(),
                s.first(name),
                SYMLINK_NOFOLLOW | EMPTY_PATH,
                STATX_BASIC,
                s.struct().address());
    }

    @Override
    public void own(Fd dir, String name, long uid, long gid) {
        try (Scratch s = Scratch.take()) {
            long result =
                    call(s, Syscall.FCHOWNAT, dir.number(), s.first(name), uid, gid, SYMLINK_NOFOLLOW | EMPTY_PATH);
            check(s, result, "chown", name);
        }
    }

    @Override
    public void mode(Fd file, int permissions) {
        // Else through /proc, since fchmod(2) refuses a descriptor of O_PATH; the link leads to this very file.
        try (Scratch s = Scratch.take()) {
            if (call(s, Syscall.FCHMOD, file.number(), permissions, 0, 0, 0) == 0) {
                return;
            }
            String path = file.magicPath();
            check(s, call(s, Syscall.FCHMODAT, CWD, s.first(path), permissions, 0, 0), "chmod", path);
        }
    }

    @Override
    public void modified(Fd dir, String name, long seconds, int nanos) {
        try (Scratch s = Scratch.take()) {
            MemorySegment times = s.struct();
            times.set(ValueLayout.JAVA_LONG, 0, 0);
            times.set(ValueLayout.JAVA_LONG, 8, NOW_OMIT);
            times.set(ValueLayout.JAVA_LONG, 16, seconds);
            times.set(ValueLayout.JAVA_LONG, 24, nanos);
            long result = name.isEmpty()
                    ? call(s, Syscall.UTIMENSAT, dir.number(), 0, times.address(), 0, 0)
                    : call(s, Syscall.UTIMENSAT, dir.number(), s.first(name), times.address(), SYMLINK_NOFOLLOW, 0);
            check(s, result, "utimens", name);
        }
    }

    @Override
    public void setAttribute(Fd dir, String name, String key, byte[] value) {
        try (Scratch s = Scratch.take()) {
            MemorySegment.copy(value, 0, s.data(), ValueLayout.JAVA_BYTE, 0, value.length);
            long result = call(
                    s,
                    Syscall.LSETXATTR,
                    s.first(attributePath(dir, name)),
                    s.second(key),
                    s.data().address(),
                    value.length,
                    0);
            check(s, result, "setxattr", name);
        }
    }

    @Override
    public byte @Nullable [] attribute(Fd dir, String name, String key) {
        try (Scratch s = Scratch.take()) {
            long n = call(
                    s,
                    Syscall.LGETXATTR,
                    s.first(attributePath(dir, name)),
                    s.second(key),
                    s.data().address(),
                    Scratch.DATA,
                    0);
            if (n == -1 && (s.errno() == Errno.ENODATA || s.errno() == Errno.ENOTSUP)) {
                return null;
            }
            return s.data().asSlice(0, check(s, n, "getxattr", name)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public List<String> attributes(Fd dir, String name) {
        try (Scratch s = Scratch.take()) {
            String path = attributePath(dir, name);
            long n = call(s, Syscall.LLISTXATTR, s.first(path), s.data().address(), Scratch.DATA, 0, 0);
            if (n == -1 && s.errno() == Errno.ENOTSUP) {
                return List.of();
            }
            String all = string(s, 0, (int) check(s, n, "listxattr", name));
            return all.isEmpty()
                    ? List.of()
                    : List.of(all.substring(0, all.length() - 1).split("\0", -1));
        }
    }

    // There is no fsetxattrat before kernel 6.13; the folder's own link in /proc cannot be swapped.
    private static String attributePath(Fd dir, String name) {
        return name.isEmpty() ? dir.magicPath() + "/." : dir.magicPath() + "/" + name;
    }

    @Override
    public void mount(String source, String target, String type, long flags, String options) {
        Mounts.mount(source, target, type, flags, options);
    }

    @Override
    public void mountOverlay(Overlay overlay, String target) {
        Mounts.overlay(overlay, target);
    }

    @Override
    public void unmount(String target) {
        try (Scratch s = Scratch.take()) {
            check(s, call(s, Syscall.UMOUNT2, s.first(target), Mount.DETACH, 0, 0, 0), "unmount", target);
        }
    }

    private static void act(String operation, String subject, Syscall call, long a, long b) {
        try (Scratch s = Scratch.take()) {
            check(s, call(s, call, a, b, 0, 0, 0), operation, subject);
        }
    }

    private static long call(Scratch s, Syscall call, long a, long b, long c, long d, long e) {
        return SystemCalls.call(s, call, a, b, c, d, e);
    }

    private static Fd opened(Scratch s, long fd, String operation, String subject) {
        return new Fd((int) check(s, fd, operation, subject));
    }

    static long check(Scratch s, long result, String operation, String subject) {
        if (result == -1) {
            throw new KernelException(operation, subject, s.errno());
        }
        return result;
    }

    private static String string(Scratch s, long offset, int length) {
        byte[] bytes = s.data().asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
