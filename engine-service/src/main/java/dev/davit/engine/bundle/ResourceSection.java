package dev.davit.engine.bundle;

import dev.davit.contracts.engine.Resources;
import tools.jackson.databind.node.ObjectNode;

/** The runtime-spec's {@code resources}, of a new container or of an update. */
final class ResourceSection {

    private static final long PERIOD = 100_000;

    private ResourceSection() {}

    static void write(ObjectNode node, Resources resources, boolean limitsSwap) {
        memory(node, resources, limitsSwap);
        cpu(node, resources);
        if (resources.pidsLimit() != 0) {
            node.putObject("pids").put("limit", resources.pidsLimit() < 0 ? -1 : resources.pidsLimit());
        }
        if (resources.blkioWeight() != 0) {
            node.putObject("blockIO").put("weight", resources.blkioWeight());
        }
    }

    private static void memory(ObjectNode node, Resources resources, boolean limitsSwap) {
        ObjectNode memory = node.putObject("memory");
        if (resources.memory() > 0) {
            memory.put("limit", resources.memory());
        }
        if (limitsSwap && swap(resources) != 0) {
            memory.put("swap", swap(resources));
        }
        if (resources.memoryReservation() > 0) {
            memory.put("reservation", resources.memoryReservation());
        }
        Long swappiness = resources.memorySwappiness();
        if (swappiness != null && swappiness >= 0) {
            memory.put("swappiness", swappiness);
        }
        if (resources.oomKillDisable()) {
            memory.put("disableOOMKiller", true);
        }
        if (memory.isEmpty()) {
            node.remove("memory");
        }
    }

    // Memory and swap together: as much swap as memory, unless the client says otherwise.
    private static long swap(Resources resources) {
        return resources.memorySwap() == 0 && resources.memory() > 0 ? 2 * resources.memory() : resources.memorySwap();
    }

    private static void cpu(ObjectNode node, Resources resources) {
        ObjectNode cpu = node.putObject("cpu");
        if (resources.cpuShares() > 0) {
            cpu.put("shares", resources.cpuShares());
        }
        if (resources.nanoCpus() > 0) {
            cpu.put("period", PERIOD).put("quota", resources.nanoCpus() * PERIOD / 1_000_000_000);
        } else {
            if (resources.cpuPeriod() > 0) {
                cpu.put("period", resources.cpuPeriod());
            }
            if (resources.cpuQuota() != 0) {
                cpu.put("quota", resources.cpuQuota());
            }
        }
        if (!resources.cpusetCpus().isEmpty()) {
            cpu.put("cpus", resources.cpusetCpus());
        }
        if (!resources.cpusetMems().isEmpty()) {
            cpu.put("mems", resources.cpusetMems());
        }
        if (cpu.isEmpty()) {
            node.remove("cpu");
        }
    }
}
