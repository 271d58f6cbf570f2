package dev.davit.engine.stats;

import dev.davit.contracts.engine.StatsSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bytes moved to and from block devices. */
final class BlockUse {

    private BlockUse() {}

    static List<StatsSample.BlockIo> of(CgroupFiles files) {
        return files.v2()
                ? unified(files.lines("io", "io.stat"))
                : legacy(files.lines("blkio", "blkio.throttle.io_service_bytes_recursive"));
    }

    // 8:0 rbytes=1 wbytes=2 rios=…
    static List<StatsSample.BlockIo> unified(List<String> lines) {
        List<StatsSample.BlockIo> moved = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            for (String word : words) {
                if (word.startsWith("rbytes=") || word.startsWith("wbytes=")) {
                    String operation = word.startsWith("r") ? "read" : "write";
                    add(moved, words[0], operation, word.substring("rbytes=".length()));
                }
            }
        }
        return moved;
    }

    // 8:0 Read 1
    static List<StatsSample.BlockIo> legacy(List<String> lines) {
        List<StatsSample.BlockIo> moved = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && (words[1].equals("Read") || words[1].equals("Write"))) {
                add(moved, words[0], words[1].toLowerCase(Locale.ROOT), words[2]);
            }
        }
        return moved;
    }

    private static void add(List<StatsSample.BlockIo> moved, String device, String operation, String value) {
        int colon = device.indexOf(':');
        if (colon > 0) {
            moved.add(new StatsSample.BlockIo(
                    CgroupFiles.parse(device.substring(0, colon)),
                    CgroupFiles.parse(device.substring(colon + 1)),
                    operation,
                    CgroupFiles.parse(value)));
        }
    }
}
