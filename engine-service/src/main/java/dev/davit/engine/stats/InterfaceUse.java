package dev.davit.engine.stats;

import dev.davit.contracts.engine.StatsSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counters of the network interfaces that a process sees. */
final class InterfaceUse {

    private InterfaceUse() {}

    static Map<String, StatsSample.Interface> of(int pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc/" + pid + "/net/dev")));
        } catch (IOException gone) {
            return Map.of();
        }
    }

    // name: bytes packets errs drop fifo frame compressed multicast, and the same of what was sent
    static Map<String, StatsSample.Interface> parse(List<String> lines) {
        Map<String, StatsSample.Interface> interfaces = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (name.equals("lo")) {
                continue;
            }
            long[] numbers = numbers(line.substring(colon + 1));
            if (numbers.length >= 12) {
                interfaces.put(
                        name,
                        new StatsSample.Interface(
                                numbers[0],
                                numbers[1],
                                numbers[2],
                                numbers[3],
                                numbers[8],
                                numbers[9],
                                numbers[10],
                                numbers[11]));
            }
        }
        return interfaces;
    }

    private static long[] numbers(String text) {
        return java.util.Arrays.stream(text.strip().split("\\s+", -1))
                .mapToLong(CgroupFiles::parse)
                .toArray();
    }
}
