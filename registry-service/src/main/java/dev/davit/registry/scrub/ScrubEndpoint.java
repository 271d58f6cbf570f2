package dev.davit.registry.scrub;

import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@code /v2/_davit/scrub}: POST begins, GET says what was found. */
@Component
class ScrubEndpoint implements Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ScrubEndpoint.class);

    private final Scrubber scrubber;
    private final AtomicBoolean running = new AtomicBoolean();

    ScrubEndpoint(Scrubber scrubber) {
        this.scrubber = scrubber;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.SCRUB);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" ->
                exchange.sendJson(scrubber.report()
                        .orElseThrow(() -> RegistryError.unknown(ErrorCode.UNSUPPORTED, "nothing was scrubbed yet")));
            case "POST" -> {
                if (!running.compareAndSet(false, true)) {
                    throw new RegistryError(409, ErrorCode.UNSUPPORTED, "a scrub is under way");
                }
                Thread.ofVirtual().name("scrub").start(this::run);
                exchange.send(202);
            }
            default -> throw exchange.notAllowed("GET, POST");
        }
    }

    private void run() {
        try {
            scrubber.scrub();
        } catch (IOException | RuntimeException failure) {
            LOG.error("the scrub ended early", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
    }
}
