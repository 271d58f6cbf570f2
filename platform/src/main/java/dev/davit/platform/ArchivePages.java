package dev.davit.platform;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the JVM's AOT cache. A start reads nearly all of its read-only part, 65 MB, of which a service then needs a
 * fifth. The kernel keeps such pages mapped until memory is short; given back, they are read from the page cache when
 * they are needed again.
 */
final class ArchivePages {

    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (\\S{4}) \\S+ \\S+ \\d+ +(\\S.*)");
    private static final int MADV_DONTNEED = 4; // linux/mman.h

    private ArchivePages() {}

    /** Addresses, from the first to before the last. */
    record Range(long from, long to) {}

    /** Gives back the read-only pages of the mapped AOT cache, where there is one. */
    static void giveBack() throws IOException {
        for (Range range : untouched(Files.readAllLines(Path.of("/proc/self/smaps")))) {
            adviseNoNeed(range);
        }
    }

    /**
     * Read-only mappings of a cache in {@code smaps} (proc_pid_smaps(5)) none of whose pages was ever written: of
     * another one, which was relocated before it became read-only, pages would be lost.
     */
    static List<Range> untouched(List<String> smaps) {
        List<Range> ranges = new ArrayList<>();
        @Nullable Range candidate = null;
        for (String line : smaps) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                candidate = ofCache(mapping);
            } else if (candidate != null && line.startsWith("Anonymous:")) {
                if (line.matches("Anonymous: +0 kB")) {
                    ranges.add(candidate);
                }
                candidate = null;
            }
        }
        return ranges;
    }

    private static @Nullable Range ofCache(Matcher mapping) {
        boolean cache = mapping.group(3).equals("r--p") && mapping.group(4).endsWith(".aot");
        return cache
                ? new Range(Long.parseUnsignedLong(mapping.group(1), 16), Long.parseUnsignedLong(mapping.group(2), 16))
                : null;
    }

    private static void adviseNoNeed(Range range) {
        Linker linker = Linker.nativeLinker();
        MethodHandle madvise = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("madvise"),
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        try {
            // An advice: where the kernel does not take it, nothing is lost but memory.
            int ignored = (int) madvise.invokeExact(range.from(), range.to() - range.from(), MADV_DONTNEED);
        } catch (Throwable failure) {
            throw new IllegalStateException("madvise failed", failure);
        }
    }
}
