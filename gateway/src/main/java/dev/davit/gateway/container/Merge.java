package dev.davit.gateway.container;

import dev.davit.contracts.engine.Resources;

/** Limits of an update over those that are: zero and empty keep what is, as in dockerd. */
final class Merge {

    private Merge() {}

    static Resources merge(Resources before, Resources asked, boolean pids) {
        return new Resources(
                or(asked.memory(), before.memory()),
                or(asked.memoryReservation(), before.memoryReservation()),
                or(asked.memorySwap(), before.memorySwap()),
                asked.memorySwappiness() == null ? before.memorySwappiness() : asked.memorySwappiness(),
                or(asked.nanoCpus(), before.nanoCpus()),
                or(asked.cpuShares(), before.cpuShares()),
                or(asked.cpuPeriod(), before.cpuPeriod()),
                or(asked.cpuQuota(), before.cpuQuota()),
                asked.cpusetCpus().isEmpty() ? before.cpusetCpus() : asked.cpusetCpus(),
                asked.cpusetMems().isEmpty() ? before.cpusetMems() : asked.cpusetMems(),
                pids ? asked.pidsLimit() : before.pidsLimit(),
                asked.blkioWeight() == 0 ? before.blkioWeight() : asked.blkioWeight(),
                before.oomKillDisable(),
                before.oomScoreAdj(),
                before.shmSize(),
                before.ulimits(),
                before.devices());
    }

    private static long or(long asked, long before) {
        return asked == 0 ? before : asked;
    }
}
