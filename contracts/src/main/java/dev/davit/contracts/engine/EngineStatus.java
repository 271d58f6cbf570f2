package dev.davit.contracts.engine;

import java.util.List;
import java.util.Map;

/**
 * The engine and its host.
 *
 * @param cgroupVersion {@code 1} (also when hybrid) or {@code 2}
 * @param runtimes path by name
 * @param missing what this kernel lacks, a sentence each
 */
public record EngineStatus(
        int containers,
        int running,
        int paused,
        int stopped,
        String hostname,
        String kernelVersion,
        String operatingSystem,
        String osVersion,
        String architecture,
        int cpus,
        long memory,
        String cgroupDriver,
        String cgroupVersion,
        String defaultRuntime,
        Map<String, String> runtimes,
        String runtimeVersion,
        List<String> securityOptions,
        Map<String, Boolean> controllers,
        List<String> missing) {}
