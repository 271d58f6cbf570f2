package dev.davit.engine.stats;

import dev.davit.engine.host.CgroupLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of one cgroup. What is absent counts as nothing: the container may have ended a moment ago. */
record CgroupFiles(CgroupLayout layout, String cgroup) {

    boolean v2() {
        return layout.v2();
    }

    List<String> lines(String controller, String file) {
        Path folder = layout.folder(controller, cgroup);
        if (folder == null) {
            return List.of();
        }
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** A number; {@code max} and what is absent are 0. */
    long number(String controller, String file) {
        List<String> lines = lines(controller, file);
        return lines.isEmpty() ? 0 : parse(lines.getFirst().strip());
    }

    /** A file of keys and numbers, a line each. */
    Map<String, Long> table(String controller, String file) {
        Map<String, Long> table = new LinkedHashMap<>();
        for (String line : lines(controller, file)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                table.put(
                        line.substring(0, space),
                        parse(line.substring(space + 1).strip()));
            }
        }
        return table;
    }

    static long parse(String text) {
        try {
            return text.equals("max") ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException notNumber) {
            return 0;
        }
    }
}
