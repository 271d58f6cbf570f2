package dev.davit.contracts.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Resource use of a container at one time. Processor times in nanoseconds, memory in bytes.
 *
 * @param memory key and value of the controller's statistics ({@code memory.stat})
 * @param memoryLimit the container's or the host's
 * @param hostCpuTotal processor time of the whole host
 */
public record StatsSample(
        String id,
        String name,
        Instant read,
        long pidsCurrent,
        long pidsLimit,
        long cpuTotal,
        long cpuUser,
        long cpuKernel,
        long hostCpuTotal,
        int onlineCpus,
        long throttlingPeriods,
        long throttledPeriods,
        long throttledTime,
        long memoryUsage,
        long memoryMaxUsage,
        long memoryFailures,
        long memoryLimit,
        Map<String, Long> memory,
        List<BlockIo> blockIo,
        Map<String, Interface> networks,
        boolean running) {

    /** Bytes moved; {@code operation} is {@code read} or {@code write}. */
    public record BlockIo(long major, long minor, String operation, long value) {}

    /** Counters of a network interface of the container. */
    public record Interface(
            long rxBytes,
            long rxPackets,
            long rxErrors,
            long rxDropped,
            long txBytes,
            long txPackets,
            long txErrors,
            long txDropped) {}
}
