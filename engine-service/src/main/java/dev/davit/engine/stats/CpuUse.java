package dev.davit.engine.stats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Processor time, in nanoseconds. */
record CpuUse(long total, long user, long kernel, long periods, long throttledPeriods, long throttledTime) {

    private static final long TICK = 10_000_000; // of 100 Hz, which the kernel shows to user space everywhere

    static CpuUse of(CgroupFiles files) {
        Map<String, Long> cpu = files.table("cpu", "cpu.stat");
        if (files.v2()) {
            return new CpuUse(
                    cpu.getOrDefault("usage_usec", 0L) * 1000,
                    cpu.getOrDefault("user_usec", 0L) * 1000,
                    cpu.getOrDefault("system_usec", 0L) * 1000,
                    cpu.getOrDefault("nr_periods", 0L),
                    cpu.getOrDefault("nr_throttled", 0L),
                    cpu.getOrDefault("throttled_usec", 0L) * 1000);
        }
        Map<String, Long> ticks = files.table("cpuacct", "cpuacct.stat");
        return new CpuUse(
                files.number("cpuacct", "cpuacct.usage"),
                ticks.getOrDefault("user", 0L) * TICK,
                ticks.getOrDefault("system", 0L) * TICK,
                cpu.getOrDefault("nr_periods", 0L),
                cpu.getOrDefault("nr_throttled", 0L),
                cpu.getOrDefault("throttled_time", 0L));
    }

    /** Of the whole host, idle time with it: user, nice, system, idle, iowait, irq, softirq, steal. */
    static long host() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
            String[] fields = lines.getFirst().split("\\s+", -1);
            long ticks = 0;
            for (int i = 1; i <= 8 && i < fields.length; i++) {
                ticks += CgroupFiles.parse(fields[i]);
            }
            return ticks * TICK;
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
