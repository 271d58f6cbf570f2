package dev.davit.registry.gc;

import dev.davit.registry.replica.Turns;
import dev.davit.registry.schedule.Periodic;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
class GcSchedule extends Periodic {

    private static final Logger LOG = LoggerFactory.getLogger(GcSchedule.class);

    private final Collector collector;
    private final Turns turns;

    GcSchedule(Collector collector, Turns turns, GcProperties properties) {
        super("collection of garbage", properties.interval());
        this.collector = collector;
        this.turns = turns;
    }

    @Override
    protected void work() throws IOException, InterruptedException {
        turns.take(Collector.TURN, collector::collect).ifPresent(collected -> LOG.info("{}", collected));
    }
}
