package dev.davit.gateway.container;

import dev.davit.contracts.engine.StatsSample;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Docker's statistics of a container. */
final class StatsJson {

    private StatsJson() {}

    static Map<String, @Nullable Object> of(StatsSample sample, @Nullable StatsSample previous) {
        Json json = Json.object()
                .put("name", "/" + sample.name())
                .put("id", sample.id())
                .put("read", Times.text(sample.running() ? sample.read() : null))
                .put("preread", Times.text(previous == null ? null : previous.read()))
                .put("pids_stats", pids(sample))
                .put("blkio_stats", blockIo(sample))
                .put("num_procs", 0)
                .put("storage_stats", Map.of())
                .put("cpu_stats", cpu(sample))
                .put("precpu_stats", previous == null ? noCpu() : cpu(previous))
                .put("memory_stats", memory(sample));
        return sample.networks().isEmpty()
                ? json.map()
                : json.put("networks", networks(sample)).map();
    }

    private static Json pids(StatsSample sample) {
        return Json.object()
                .putUnlessEmpty("current", sample.pidsCurrent())
                .putUnlessEmpty("limit", sample.pidsLimit());
    }

    private static Json cpu(StatsSample sample) {
        if (!sample.running()) {
            return noCpu();
        }
        return Json.object()
                .put("cpu_usage", usage(sample.cpuTotal(), sample.cpuKernel(), sample.cpuUser()))
                .putUnlessEmpty("system_cpu_usage", sample.hostCpuTotal())
                .putUnlessEmpty("online_cpus", sample.onlineCpus())
                .put(
                        "throttling_data",
                        throttling(sample.throttlingPeriods(), sample.throttledPeriods(), sample.throttledTime()));
    }

    private static Json noCpu() {
        return Json.object().put("cpu_usage", usage(0, 0, 0)).put("throttling_data", throttling(0, 0, 0));
    }

    private static Json usage(long total, long kernel, long user) {
        return Json.object()
                .put("total_usage", total)
                .put("usage_in_kernelmode", kernel)
                .put("usage_in_usermode", user);
    }

    private static Json throttling(long periods, long throttled, long time) {
        return Json.object()
                .put("periods", periods)
                .put("throttled_periods", throttled)
                .put("throttled_time", time);
    }

    private static Json memory(StatsSample sample) {
        return Json.object()
                .putUnlessEmpty("usage", sample.memoryUsage())
                .putUnlessEmpty("max_usage", sample.memoryMaxUsage())
                .putUnlessEmpty("stats", sample.memory())
                .putUnlessEmpty("failcnt", sample.memoryFailures())
                .putUnlessEmpty("limit", sample.running() ? sample.memoryLimit() : 0);
    }

    private static Json blockIo(StatsSample sample) {
        List<Map<String, @Nullable Object>> bytes = sample.blockIo().stream()
                .map(io -> Json.object()
                        .put("major", io.major())
                        .put("minor", io.minor())
                        .put("op", io.operation())
                        .put("value", io.value())
                        .map())
                .toList();
        return Json.object()
                .put("io_service_bytes_recursive", bytes.isEmpty() ? null : bytes)
                .put("io_serviced_recursive", null)
                .put("io_queue_recursive", null)
                .put("io_service_time_recursive", null)
                .put("io_wait_time_recursive", null)
                .put("io_merged_recursive", null)
                .put("io_time_recursive", null)
                .put("sectors_recursive", null);
    }

    private static Map<String, Map<String, @Nullable Object>> networks(StatsSample sample) {
        Map<String, Map<String, @Nullable Object>> networks = new LinkedHashMap<>();
        sample.networks()
                .forEach((name, counters) -> networks.put(
                        name,
                        Json.object()
                                .put("rx_bytes", counters.rxBytes())
                                .put("rx_packets", counters.rxPackets())
                                .put("rx_errors", counters.rxErrors())
                                .put("rx_dropped", counters.rxDropped())
                                .put("tx_bytes", counters.txBytes())
                                .put("tx_packets", counters.txPackets())
                                .put("tx_errors", counters.txErrors())
                                .put("tx_dropped", counters.txDropped())
                                .map()));
        return networks;
    }
}
