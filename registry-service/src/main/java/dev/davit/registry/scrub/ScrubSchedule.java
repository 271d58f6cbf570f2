package dev.davit.registry.scrub;

import dev.davit.registry.schedule.Periodic;
import java.io.IOException;
import org.springframework.stereotype.Component;

@Component
class ScrubSchedule extends Periodic {

    private final Scrubber scrubber;

    ScrubSchedule(Scrubber scrubber, ScrubProperties properties) {
        super("scrub", properties.interval());
        this.scrubber = scrubber;
    }

    @Override
    protected void work() throws IOException, InterruptedException {
        scrubber.scrub();
    }
}
