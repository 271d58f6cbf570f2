package dev.davit.engine.top;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.ProcessTable;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.host.CgroupLayout;
import dev.davit.engine.lifecycle.CgroupPaths;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The processes of a container: the host's {@code ps}, of which those in the container's cgroup are kept. */
@Component
public class Top {

    // -o with a title of its own would let a client forge the PID column.
    private static final Pattern FORGED = Pattern.compile("\\s+[^\\s]*=\\s*PID");

    private final CgroupLayout layout;
    private final CgroupPaths cgroups;

    Top(CgroupLayout layout, CgroupPaths cgroups) {
        this.layout = layout;
        this.cgroups = cgroups;
    }

    /** Its processes, as {@code ps} with these arguments shows them. */
    public ProcessTable list(LiveContainer container, String arguments) {
        if (container.run() == null) {
            throw DavitException.conflict("container " + container.id() + " is not running");
        }
        if (container.observed().status() == ContainerStatus.RESTARTING) {
            throw DavitException.conflict(
                    "Container " + container.id() + " is restarting, wait until the container is running");
        }
        if (FORGED.matcher(" " + arguments).find()) {
            throw DavitException.invalid("specifying a custom header with \"=PID\" is not allowed");
        }
        return PsOutput.parse(run(arguments), pids(container));
    }

    private static String run(String arguments) {
        List<String> words = new ArrayList<>(List.of("ps"));
        Stream.of(arguments.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        try {
            Process ps = new ProcessBuilder(words).start();
            ps.getOutputStream().close();
            String output = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String complaint = new String(ps.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ps.waitFor() != 0) {
                throw DavitException.internal("ps: " + complaint.strip(), null);
            }
            return output;
        } catch (IOException failure) {
            throw DavitException.internal("ps: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DavitException.unavailable("interrupted while ps ran", interrupted);
        }
    }

    private Set<Integer> pids(LiveContainer container) {
        String cgroup = cgroups.of(container);
        for (String controller : List.of("pids", "cpu", "memory", "freezer")) {
            Path folder = layout.folder(controller, cgroup);
            if (folder != null && Files.isDirectory(folder)) {
                return below(folder);
            }
        }
        return Set.of();
    }

    private static Set<Integer> below(Path folder) {
        Set<Integer> pids = new HashSet<>();
        try (Stream<Path> folders = Files.walk(folder).filter(Files::isDirectory)) {
            for (Path each : folders.toList()) {
                Files.readAllLines(each.resolve("cgroup.procs")).forEach(line -> pids.add(Integer.parseInt(line)));
            }
        } catch (IOException gone) {
            return pids;
        }
        return pids;
    }
}
