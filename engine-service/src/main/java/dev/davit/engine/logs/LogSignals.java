package dev.davit.engine.logs;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Wakes those who follow logs, by one inotify instance for all of them. */
@Component
class LogSignals implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(LogSignals.class);

    private record Watched(WatchKey key, Set<LogSignal> signals) {}

    private final Map<Path, Watched> watched = new HashMap<>();
    private @Nullable WatchService service;

    /** Has a signal raised at each change in a folder. */
    synchronized void add(Path folder, LogSignal signal) throws IOException {
        Watched known = watched.get(folder);
        if (known == null) {
            WatchKey key = folder.register(
                    service(), StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            known = new Watched(key, new HashSet<>());
            watched.put(folder, known);
        }
        known.signals().add(signal);
    }

    synchronized void remove(Path folder, LogSignal signal) {
        Watched known = watched.get(folder);
        if (known != null && known.signals().remove(signal) && known.signals().isEmpty()) {
            known.key().cancel();
            watched.remove(folder);
        }
    }

    private WatchService service() throws IOException {
        WatchService open = service;
        if (open == null) {
            open = java.nio.file.FileSystems.getDefault().newWatchService();
            service = open;
            WatchService started = open;
            Thread.ofPlatform().daemon().name("log-signals").start(() -> listen(started));
        }
        return open;
    }

    private void listen(WatchService open) {
        try {
            while (true) {
                WatchKey key = open.take();
                key.pollEvents();
                if (key.watchable() instanceof Path folder) {
                    raise(folder);
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("no longer watching logs");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void raise(Path folder) {
        Watched known = watched.get(folder);
        if (known != null) {
            known.signals().forEach(LogSignal::raise);
        }
    }

    @Override
    public synchronized void destroy() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
