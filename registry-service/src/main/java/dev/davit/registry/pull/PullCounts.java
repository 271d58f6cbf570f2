package dev.davit.registry.pull;

import dev.davit.registry.reference.Reference;
import dev.davit.registry.schedule.Periodic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Counts in memory, so that a pull writes nothing, and adds it up in the database now and then. */
@Component
public class PullCounts extends Periodic implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PullCounts.class);

    private final PullTable table;
    private final Map<Pull, Long> counts = new ConcurrentHashMap<>();

    PullCounts(PullTable table, PullProperties properties) {
        super("pull-counts", properties.interval());
        this.table = table;
    }

    private record Pull(String repository, Reference reference) {}

    /** A manifest was handed out. */
    public void pulled(String repository, Reference reference) {
        counts.merge(new Pull(repository, reference), 1L, Long::sum);
    }

    @Override
    protected synchronized void work() {
        Map<String, Map<Reference, Long>> taken = new HashMap<>();
        for (Pull pull : List.copyOf(counts.keySet())) {
            Long count = counts.remove(pull);
            if (count != null) {
                taken.computeIfAbsent(pull.repository(), name -> new HashMap<>())
                        .put(pull.reference(), count);
            }
        }
        taken.forEach(this::add);
    }

    private void add(String repository, Map<Reference, Long> pulls) {
        try {
            table.add(repository, pulls);
        } catch (RuntimeException failure) {
            LOG.warn("cannot add up the pulls of {}; they are kept for the next time", repository, failure);
            pulls.forEach((reference, count) -> counts.merge(new Pull(repository, reference), count, Long::sum));
        }
    }

    @Override
    public void destroy() {
        work();
    }
}
