package dev.davit.registry.scrub;

import dev.davit.registry.replica.Turns;
import dev.davit.registry.schedule.Periodic;
import java.io.IOException;
import org.springframework.stereotype.Component;

@Component
class ScrubSchedule extends Periodic {

    private final Scrubber scrubber;
    private final Turns turns;

    ScrubSchedule(Scrubber scrubber, Turns turns, ScrubProperties properties) {
        super("scrub", properties.interval());
        this.scrubber = scrubber;
        this.turns = turns;
    }

    @Override
    protected void work() throws IOException, InterruptedException {
        turns.take("scrub", () -> {
            scrubber.scrub();
            return scrubber;
        });
    }
}
