package dev.davit.contracts.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a container. Zero means "not limited" for every number but {@code memorySwappiness}.
 *
 * @param memory bytes
 * @param memoryReservation bytes
 * @param memorySwap bytes of memory and swap together; -1 unlimited
 * @param memorySwappiness 0 to 100, or null for the kernel's
 * @param nanoCpus billionths of a processor
 * @param cpuPeriod microseconds
 * @param cpuQuota microseconds a period
 * @param pidsLimit processes and threads; 0 or -1 unlimited
 * @param shmSize bytes of /dev/shm; 0 for 64 MiB
 */
public record Resources(
        long memory,
        long memoryReservation,
        long memorySwap,
        @Nullable Long memorySwappiness,
        long nanoCpus,
        long cpuShares,
        long cpuPeriod,
        long cpuQuota,
        String cpusetCpus,
        String cpusetMems,
        long pidsLimit,
        int blkioWeight,
        boolean oomKillDisable,
        int oomScoreAdj,
        long shmSize,
        List<Ulimit> ulimits,
        List<Device> devices) {

    /** A resource limit of the process: {@code name} as in {@code nofile}. */
    public record Ulimit(String name, long soft, long hard) {}

    /** A host device in the container; {@code permissions} of {@code rwm}. */
    public record Device(String hostPath, String containerPath, String permissions) {}
}
