package dev.davit.platform.socket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds after clients to whom nothing is written for long. */
public final class Departures {

    /** Nobody is looked after. */
    public static final Watch NOBODY = () -> {};

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Set<Client> CLIENTS = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().daemon().name("departures").start(Departures::look);
    }

    private Departures() {}

    /** Somebody is looked after until this is closed. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    static Watch watch(RequestSocket socket, Runnable gone) {
        Client client = new Client(socket, gone);
        CLIENTS.add(client);
        return client;
    }

    private static void look() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                CLIENTS.forEach(Client::look);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Client implements Watch {

        private final RequestSocket socket;
        private final Runnable gone;
        private boolean over;

        Client(RequestSocket socket, Runnable gone) {
            this.socket = socket;
            this.gone = gone;
        }

        void look() {
            if (left()) {
                try {
                    gone.run();
                } catch (RuntimeException failure) {
                    LOG.debug("a client left, and its answer cannot be given up", failure);
                }
            }
        }

        // Once this is closed, what the client sends is Tomcat's to read.
        private synchronized boolean left() {
            if (over || !socket.isLeft()) {
                return false;
            }
            over = true;
            CLIENTS.remove(this);
            return true;
        }

        @Override
        public synchronized void close() {
            over = true;
            CLIENTS.remove(this);
        }
    }
}
