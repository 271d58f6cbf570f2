package dev.davit.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of the host. */
public final class HostMemory {

    private static final long TOTAL = read();

    private HostMemory() {}

    /** Bytes. */
    public static long total() {
        return TOTAL;
    }

    private static long read() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(digits -> Long.parseLong(digits) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
