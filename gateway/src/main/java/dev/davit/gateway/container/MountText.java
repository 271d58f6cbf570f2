package dev.davit.gateway.container;

import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.platform.error.DavitException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The short form of a mount: {@code source:target[:options]}. */
final class MountText {

    static final Set<String> PROPAGATIONS = Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");
    private static final List<Set<String>> OPTIONS = List.of(
            Set.of("ro", "rw"),
            Set.of("z", "Z"),
            PROPAGATIONS,
            Set.of("nocopy"),
            Set.of("consistent", "cached", "delegated"));

    private MountText() {}

    static MountSpec parse(String text, String volumeDriver) {
        String[] parts = text.split(":", 4);
        if (parts[0].isEmpty() || parts.length > 3 || (parts.length == 2 && valid(parts[1]))) {
            throw invalid(text);
        }
        String options = parts.length == 3 ? parts[2] : "";
        if (!valid(options)) {
            throw DavitException.invalid("invalid mode: " + options);
        }
        @Nullable String source = parts.length == 1 ? null : parts[0];
        String target = parts.length == 1 ? parts[0] : parts[1];
        boolean bind = source != null && source.startsWith("/");
        String problem = problem(target, List.of(options.split(",", -1)), bind);
        if (problem != null) {
            String type = bind ? "bind" : "volume";
            throw DavitException.invalid("invalid volume specification: '" + text
                    + "': invalid mount config for type \"" + type + "\": " + problem);
        }
        return spec(text, source, target, List.of(options.split(",", -1)), bind, volumeDriver);
    }

    private static MountSpec spec(
            String text, @Nullable String source, String target, List<String> options, boolean bind, String driver) {
        String propagation =
                options.stream().filter(PROPAGATIONS::contains).findFirst().orElse(null);
        return new MountSpec(
                bind ? MountType.BIND : MountType.VOLUME,
                bind && source != null ? clean(source) : source,
                clean(target),
                options.contains("ro"),
                bind && propagation == null ? "rprivate" : propagation,
                false,
                options.contains("nocopy"),
                bind, // the short form makes what is missing
                bind || driver.isEmpty() ? null : driver,
                Map.of(),
                Map.of(),
                List.of(),
                text);
    }

    private static @Nullable String problem(String target, List<String> options, boolean bind) {
        if (target.isEmpty()) {
            return "field Target must not be empty";
        }
        String wrong = targetProblem(target);
        if (wrong != null) {
            return wrong;
        }
        if (bind && options.contains("nocopy")) {
            return "field VolumeOptions must not be specified";
        }
        return !bind && options.stream().anyMatch(PROPAGATIONS::contains)
                ? "field BindOptions must not be specified"
                : null;
    }

    static @Nullable String targetProblem(String target) {
        if (clean(target).equals("/")) {
            return "invalid specification: destination can't be '/'";
        }
        return target.startsWith("/") ? null : "invalid mount path: '" + target + "' mount path must be absolute";
    }

    private static DavitException invalid(String text) {
        return DavitException.invalid("invalid volume specification: '" + text + "'");
    }

    // At most one option of each sort.
    private static boolean valid(String options) {
        if (options.isEmpty()) {
            return true;
        }
        int[] seen = new int[OPTIONS.size()];
        for (String option : options.split(",", -1)) {
            int sort = sort(option);
            if (sort < 0 || seen[sort]++ > 0) {
                return false;
            }
        }
        return true;
    }

    private static int sort(String option) {
        for (int i = 0; i < OPTIONS.size(); i++) {
            if (OPTIONS.get(i).contains(option)) {
                return i;
            }
        }
        return -1;
    }

    /** The shortest path of the same meaning. */
    static String clean(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }
}
