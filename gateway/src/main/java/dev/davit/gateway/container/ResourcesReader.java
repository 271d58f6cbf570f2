package dev.davit.gateway.container;

import dev.davit.contracts.engine.Resources;
import dev.davit.gateway.api.Fields;
import dev.davit.platform.error.DavitException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads limits, and refuses those that dockerd refuses. */
final class ResourcesReader {

    private static final long SMALLEST_MEMORY = 6 * 1024 * 1024;

    private ResourcesReader() {}

    static Resources read(Fields host, List<String> warnings) {
        Resources resources = new Resources(
                host.number("Memory"),
                host.number("MemoryReservation"),
                host.number("MemorySwap"),
                swappiness(host),
                host.number("NanoCpus"),
                host.number("CpuShares"),
                host.number("CpuPeriod"),
                host.number("CpuQuota"),
                host.text("CpusetCpus"),
                host.text("CpusetMems"),
                Math.max(0, host.number("PidsLimit")),
                host.integer("BlkioWeight"),
                host.flag("OomKillDisable"),
                host.integer("OomScoreAdj"),
                host.number("ShmSize"),
                host.objects("Ulimits").stream().map(ResourcesReader::ulimit).toList(),
                host.objects("Devices").stream().map(ResourcesReader::device).toList());
        readWindows(host, warnings);
        checkMemory(resources);
        checkProcessors(resources);
        checkOthers(resources);
        return resources;
    }

    // -1 is "not set" in old clients.
    private static @Nullable Long swappiness(Fields host) {
        Long swappiness = host.numberOrNull("MemorySwappiness");
        if (swappiness == null || swappiness == -1) {
            return null;
        }
        if (swappiness < 0 || swappiness > 100) {
            throw DavitException.invalid("Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        }
        return swappiness;
    }

    private static Resources.Ulimit ulimit(Fields ulimit) {
        return new Resources.Ulimit(ulimit.text("Name"), ulimit.number("Soft"), ulimit.number("Hard"));
    }

    private static Resources.Device device(Fields device) {
        String path = device.text("PathInContainer");
        String permissions = device.text("CgroupPermissions");
        return new Resources.Device(
                device.text("PathOnHost"),
                path.isEmpty() ? device.text("PathOnHost") : path,
                permissions.isEmpty() ? "rwm" : permissions);
    }

    private static void readWindows(Fields host, List<String> warnings) {
        if (host.number("IOMaximumBandwidth") != 0) {
            throw DavitException.invalid(
                    "invalid option: QoS maximum bandwidth configuration is not supported on linux");
        }
        if (host.number("IOMaximumIOps") != 0) {
            throw DavitException.invalid("invalid option: QoS maximum IOPs configuration is not supported on linux");
        }
        if (host.number("CpuPercent") > 0) {
            warnings.add("linux does not support CPU percent. Percent discarded.");
        }
        host.ignore("CpuCount");
    }

    static void checkMemory(Resources resources) {
        long memory = resources.memory();
        refuse(memory != 0 && memory < SMALLEST_MEMORY, "Minimum memory limit allowed is 6MB");
        refuse(
                memory > 0 && resources.memorySwap() > 0 && resources.memorySwap() < memory,
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        refuse(
                memory == 0 && resources.memorySwap() > 0,
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        refuse(
                resources.memoryReservation() > 0 && resources.memoryReservation() < SMALLEST_MEMORY,
                "Minimum memory reservation allowed is 6MB");
        refuse(
                memory > 0 && memory < resources.memoryReservation(),
                "Minimum memory limit can not be less than memory reservation limit, see usage");
    }

    static void checkProcessors(Resources resources) {
        long period = resources.cpuPeriod();
        refuse(
                resources.nanoCpus() > 0 && period > 0,
                "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        refuse(
                resources.nanoCpus() > 0 && resources.cpuQuota() > 0,
                "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        refuse(
                period != 0 && (period < 1000 || period > 1_000_000),
                "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        refuse(
                resources.cpuQuota() > 0 && resources.cpuQuota() < 1000,
                "CPU cfs quota can not be less than 1ms (i.e. 1000)");
        refuse(
                resources.cpuShares() < 0,
                "invalid CPU shares (" + resources.cpuShares() + "): value must be a positive integer");
    }

    private static void checkOthers(Resources resources) {
        int weight = resources.blkioWeight();
        refuse(weight != 0 && (weight < 10 || weight > 1000), "Range of blkio weight is from 10 to 1000");
        refuse(resources.shmSize() < 0, "SHM size can not be less than 0");
        int adjustment = resources.oomScoreAdj();
        refuse(
                adjustment < -1000 || adjustment > 1000,
                "Invalid value " + adjustment + ", range for oom score adj is [-1000, 1000]");
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw DavitException.invalid(message);
        }
    }
}
