package dev.davit.registry.event;

import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** One notifier for each endpoint: a slow one keeps nothing from the others. */
@Component
class Notifiers implements SmartLifecycle {

    private final List<Notifier> all;
    private volatile boolean running;

    Notifiers(JdbcClient jdbc, TransactionTemplate transaction, EventProperties properties) {
        this.all = properties.endpoints().stream()
                .map(endpoint -> new Notifier(jdbc, transaction, properties, endpoint))
                .toList();
    }

    @Override
    public void start() {
        all.forEach(Notifier::start);
        running = true;
    }

    @Override
    public void stop() {
        all.forEach(Notifier::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
