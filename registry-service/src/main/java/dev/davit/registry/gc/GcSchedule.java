package dev.davit.registry.gc;

import dev.davit.registry.schedule.Periodic;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
class GcSchedule extends Periodic {

    private static final Logger LOG = LoggerFactory.getLogger(GcSchedule.class);

    private final Collector collector;

    GcSchedule(Collector collector, GcProperties properties) {
        super("collection of garbage", properties.interval());
        this.collector = collector;
    }

    @Override
    protected void work() throws IOException {
        LOG.info("{}", collector.collect());
    }
}
