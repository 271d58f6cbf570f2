package dev.davit.engine.stats;

import dev.davit.contracts.engine.StatsSample;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.engine.host.CgroupLayout;
import dev.davit.engine.lifecycle.CgroupPaths;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What containers use. */
@Component
public class Stats {

    private final CgroupLayout layout;
    private final CgroupPaths cgroups;
    private final JsonMapper json;

    Stats(CgroupLayout layout, CgroupPaths cgroups, JsonMapper json) {
        this.layout = layout;
        this.cgroups = cgroups;
        this.json = json;
    }

    /** One sample, or one a second for ever. */
    public InputStream open(LiveContainer container, boolean stream) {
        return new StatsStream(() -> json.writeValueAsString(sample(container)) + "\n", stream);
    }

    StatsSample sample(LiveContainer container) {
        Run run = container.run();
        CgroupFiles files = new CgroupFiles(layout, cgroups.of(container));
        CpuUse cpu = CpuUse.of(files);
        MemoryUse memory = run == null ? new MemoryUse(0, 0, 0, 0, Map.of()) : MemoryUse.of(files);
        boolean ownNetwork = !container.definition().spec().network().mode().equals("host");
        return new StatsSample(
                container.id(),
                container.name(),
                Instant.now(),
                files.number("pids", "pids.current"),
                files.number("pids", "pids.max"),
                cpu.total(),
                cpu.user(),
                cpu.kernel(),
                CpuUse.host(),
                Runtime.getRuntime().availableProcessors(),
                cpu.periods(),
                cpu.throttledPeriods(),
                cpu.throttledTime(),
                memory.usage(),
                memory.peak(),
                memory.failures(),
                memory.limit(),
                memory.details(),
                run == null ? List.of() : BlockUse.of(files),
                run != null && ownNetwork ? InterfaceUse.of(run.pid()) : Map.of(),
                run != null);
    }
}
