package dev.davit.engine.stats;

import dev.davit.engine.host.HostMemory;
import java.util.Map;

/** Memory, in bytes. */
record MemoryUse(long usage, long peak, long failures, long limit, Map<String, Long> details) {

    static MemoryUse of(CgroupFiles files) {
        Map<String, Long> details = files.table("memory", "memory.stat");
        if (files.v2()) {
            return new MemoryUse(
                    files.number("memory", "memory.current"),
                    files.number("memory", "memory.peak"),
                    files.table("memory", "memory.events").getOrDefault("max", 0L),
                    limit(files.number("memory", "memory.max")),
                    details);
        }
        return new MemoryUse(
                files.number("memory", "memory.usage_in_bytes"),
                files.number("memory", "memory.max_usage_in_bytes"),
                files.number("memory", "memory.failcnt"),
                limit(files.number("memory", "memory.limit_in_bytes")),
                details);
    }

    // Without a limit of its own, that of the host (v1 says so by a number beyond any memory).
    private static long limit(long own) {
        long host = HostMemory.total();
        return own <= 0 || own > host ? host : own;
    }
}
