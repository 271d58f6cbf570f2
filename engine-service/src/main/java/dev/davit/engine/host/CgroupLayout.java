package dev.davit.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where this host has its cgroup hierarchies: one (v2), or one for each controller (v1, also hybrid). */
@Component
public class CgroupLayout {

    private final Map<String, Path> controllers = new LinkedHashMap<>();
    private final @Nullable Path unified;

    CgroupLayout() throws IOException {
        Path found = null;
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] fields = line.split(" ", -1);
            if (fields[2].equals("cgroup2")) {
                found = found == null ? Path.of(fields[1]) : found;
            } else if (fields[2].equals("cgroup")) {
                for (String option : fields[3].split(",", -1)) {
                    controllers.putIfAbsent(option, Path.of(fields[1]));
                }
            }
        }
        this.unified = found;
    }

    /** One hierarchy for all controllers. */
    public boolean v2() {
        return unified != null && !controllers.containsKey("memory");
    }

    /** The folder of a cgroup in a controller's hierarchy; null where the host lacks it. */
    public @Nullable Path folder(String controller, String cgroup) {
        Path root = v2() ? unified : controllers.get(controller);
        return root == null ? null : root.resolve(cgroup.startsWith("/") ? cgroup.substring(1) : cgroup);
    }

    /** Whether a controller is there. */
    public boolean has(String controller) {
        return v2() ? rootControllers().contains(controller) : controllers.containsKey(controller);
    }

    /** Whether swap is counted. */
    public boolean limitsSwap() {
        Path memory = controllers.get("memory");
        return v2() || (memory != null && Files.exists(memory.resolve("memory.memsw.limit_in_bytes")));
    }

    private List<String> rootControllers() {
        try {
            return unified == null
                    ? List.of()
                    : List.of(Files.readString(unified.resolve("cgroup.controllers"))
                            .strip()
                            .split(" ", -1));
        } catch (IOException absent) {
            return List.of();
        }
    }
}
