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
    private static final int REMOVEDIR = 0x200;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int RACES = 1000;
    private static final int WRITEBACK = 2;

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
            return s.read((int) check(s, n, "readlink", name));
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
        return Metadata.stat(dir, name);
    }

    @Override
    public @Nullable FileStat find(Fd dir, String name) {
        return Metadata.find(dir, name);
    }

    @Override
    public void own(Fd dir, String name, long uid, long gid) {
        Metadata.own(dir, name, uid, gid);
    }

    @Override
    public void mode(Fd file, int permissions) {
        Metadata.mode(file, permissions);
    }

    @Override
    public void modified(Fd dir, String name, long seconds, int nanos) {
        Metadata.modified(dir, name, seconds, nanos);
    }

    @Override
    public void setAttribute(Fd dir, String name, String key, byte[] value) {
        Attributes.set(dir, name, key, value);
    }

    @Override
    public byte @Nullable [] attribute(Fd dir, String name, String key) {
        return Attributes.get(dir, name, key);
    }

    @Override
    public List<String> attributes(Fd dir, String name) {
        return Attributes.list(dir, name);
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
    public void mountMapped(String source, String target, Fd userNamespace) {
        Mounts.mapped(source, target, userNamespace);
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
}
