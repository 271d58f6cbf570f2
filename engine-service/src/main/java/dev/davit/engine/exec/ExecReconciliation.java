package dev.davit.engine.exec;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Takes over execs when the engine starts, after the containers. */
@Component
class ExecReconciliation implements SmartLifecycle {

    private final Execs execs;
    private volatile boolean running;

    ExecReconciliation(Execs execs) {
        this.execs = execs;
    }

    @Override
    public int getPhase() {
        return 1;
    }

    @Override
    public void start() {
        running = true;
        execs.load();
    }

    @Override
    public void stop() {
        execs.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
