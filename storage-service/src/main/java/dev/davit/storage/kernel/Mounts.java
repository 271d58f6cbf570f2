package dev.davit.storage.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** Mounting, by the old call where its one page of options suffices, else by the new ones. */
final class Mounts {

    private static final int PAGE = 4096;
    private static final int SET_FLAG = 0;
    private static final int SET_STRING = 1;
    private static final int CREATE = 6;
    private static final int EMPTY_FROM = 4;
    private static final int CWD = -100;
    private static final int TREE_CLONE = 1;
    private static final int EMPTY_PATH = 0x1000;
    private static final int ATTRIBUTES = 32; // bytes of struct mount_attr
    private static final long READ_ONLY = 1;
    private static final long ID_MAP = 0x100000;
    // What an image or a diff could not express must not arise: renamed folders are copied, metadata comes with data.
    private static final List<String> PLAIN = List.of("index=off", "redirect_dir=off", "metacopy=off");

    private static final String VOLATILE = "volatile";
    private static volatile boolean withoutVolatile; // as found out

    private Mounts() {}

    static void mount(String source, String target, String type, long flags, String options) {
        try (Scratch s = Scratch.take()) {
            long name = s.first(source);
            long place = s.second(target);
            byte[] kind = Raw.raw(type).getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment.copy(kind, 0, s.struct(), ValueLayout.JAVA_BYTE, 0, kind.length);
            s.struct().set(ValueLayout.JAVA_BYTE, kind.length, (byte) 0);
            long result = SystemCalls.call(
                    s,
                    Syscall.MOUNT,
                    name,
                    place,
                    s.struct().address(),
                    flags,
                    options.isEmpty() ? 0 : s.text(options));
            LinuxKernel.check(s, result, "mount", target);
        }
    }

    static void overlay(Overlay overlay, String target) {
        if (overlay.ephemeral() && !withoutVolatile) {
            try {
                overlay(overlay, target, VOLATILE);
                return;
            } catch (KernelException failure) {
                if (!failure.is(Errno.EINVAL)) {
                    throw failure;
                }
            }
            overlay(overlay, target, "");
            withoutVolatile = true; // it was the option, then
        } else {
            overlay(overlay, target, "");
        }
    }

    private static void overlay(Overlay overlay, String target, String flag) {
        StringJoiner options = new StringJoiner(",");
        options.add("lowerdir=" + joined(overlay.lowers()));
        options.add("upperdir=" + escaped(overlay.upper())).add("workdir=" + escaped(overlay.work()));
        PLAIN.forEach(options::add);
        if (!flag.isEmpty()) {
            options.add(flag);
        }
        if (options.length() < PAGE) {
            mount("overlay", target, "overlay", 0, options.toString());
        } else {
            deep(overlay, target, flag);
        }
    }

    private static String joined(List<String> lowers) {
        StringJoiner all = new StringJoiner(":");
        for (String lower : lowers) {
            all.add(escaped(lower).replace(":", "\\:"));
        }
        return all.toString();
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\").replace(",", "\\,");
    }

    private static void deep(Overlay overlay, String target, String flag) {
        try (Fd context = fsopen("overlay")) {
            for (String lower : overlay.lowers()) {
                set(context, "lowerdir+", lower);
            }
            set(context, "upperdir", overlay.upper());
            set(context, "workdir", overlay.work());
            if (!flag.isEmpty()) {
                set(context, flag);
            }
            for (String option : PLAIN) {
                int equals = option.indexOf('=');
                set(context, option.substring(0, equals), option.substring(equals + 1));
            }
            try (Scratch s = Scratch.take()) {
                long created = SystemCalls.call(s, Syscall.FSCONFIG, context.number(), CREATE, 0, 0, 0);
                LinuxKernel.check(s, created, "mount", target);
                long fd = SystemCalls.call(s, Syscall.FSMOUNT, context.number(), 1, 0, 0, 0);
                try (Fd mount = new Fd((int) LinuxKernel.check(s, fd, "mount", target))) {
                    attach(s, mount, target);
                }
            }
        }
    }

    private static void attach(Scratch s, Fd mount, String target) {
        long moved =
                SystemCalls.call(s, Syscall.MOVE_MOUNT, mount.number(), s.first(""), CWD, s.second(target), EMPTY_FROM);
        LinuxKernel.check(s, moved, "mount", target);
    }

    static void mapped(String source, String target, Fd userNamespace) {
        try (Scratch s = Scratch.take()) {
            long fd = SystemCalls.call(s, Syscall.OPEN_TREE, CWD, s.first(source), TREE_CLONE | Open.CLOEXEC, 0, 0);
            try (Fd tree = new Fd((int) LinuxKernel.check(s, fd, "open_tree", source))) {
                MemorySegment attributes = s.struct();
                attributes.set(ValueLayout.JAVA_LONG, 0, READ_ONLY | ID_MAP);
                attributes.set(ValueLayout.JAVA_LONG, 8, 0);
                attributes.set(ValueLayout.JAVA_LONG, 16, Mount.PRIVATE);
                attributes.set(ValueLayout.JAVA_LONG, 24, userNamespace.number());
                long set = SystemCalls.call(
                        s,
                        Syscall.MOUNT_SETATTR,
                        tree.number(),
                        s.first(""),
                        EMPTY_PATH,
                        attributes.address(),
                        ATTRIBUTES);
                LinuxKernel.check(s, set, "map the ids of", source);
                attach(s, tree, target);
            }
        }
    }

    private static Fd fsopen(String type) {
        try (Scratch s = Scratch.take()) {
            long fd = SystemCalls.call(s, Syscall.FSOPEN, s.first(type), 1, 0, 0, 0);
            return new Fd((int) LinuxKernel.check(s, fd, "fsopen", type));
        }
    }

    private static void set(Fd context, String key, String value) {
        try (Scratch s = Scratch.take()) {
            long result = SystemCalls.call(
                    s, Syscall.FSCONFIG, context.number(), SET_STRING, s.first(key), s.second(value), 0);
            LinuxKernel.check(s, result, "fsconfig " + key, value);
        }
    }

    private static void set(Fd context, String flag) {
        try (Scratch s = Scratch.take()) {
            long result = SystemCalls.call(s, Syscall.FSCONFIG, context.number(), SET_FLAG, s.first(flag), 0, 0);
            LinuxKernel.check(s, result, "fsconfig", flag);
        }
    }
}
