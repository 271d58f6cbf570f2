package dev.davit.registry.cache;

import dev.davit.registry.access.Glob;
import dev.davit.registry.schedule.Periodic;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.Upstreams;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Syncs each upstream at its own interval. */
@Component
@WhenUpstreamsAreSet
class SyncSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);

    private final List<Periodic> periodics;
    private volatile boolean running;

    SyncSchedule(Upstreams upstreams, Sync sync) {
        this.periodics = upstreams.all().stream()
                .map(upstream -> periodic(upstream, wanted(upstream), sync))
                .toList();
    }

    private static Periodic periodic(Upstream upstream, List<Sync.Wanted> wanted, Sync sync) {
        return new Periodic("sync of " + upstream.name(), upstream.syncInterval()) {
            @Override
            protected void work() {
                sync.run(upstream, wanted);
                LOG.info("{}", sync.reports());
            }
        };
    }

    /** What is to be mirrored. */
    static List<Sync.Wanted> wanted(Upstream upstream) {
        return upstream.mirror().stream()
                .map(mirror -> new Sync.Wanted(
                        mirror.repository(),
                        mirror.tags().stream().map(Glob::parse).toList()))
                .toList();
    }

    @Override
    public void start() {
        periodics.forEach(Periodic::start);
        running = true;
    }

    @Override
    public void stop() {
        periodics.forEach(Periodic::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
