package dev.davit.platform;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Gives back what only the start of a service needed. Starting leaves up to twice as much garbage as the service lives
 * on, and a service at rest has no reason to collect it: 50 MB of the registry's memory, which other processes can use.
 */
final class StartGarbage implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(StartGarbage.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Thread.ofPlatform().name("start-garbage").daemon().start(StartGarbage::giveBack);
    }

    private static void giveBack() {
        System.gc();
        try {
            ArchivePages.giveBack();
        } catch (IOException failure) {
            LOG.debug("the AOT cache stays in memory: {}", failure.toString());
        }
    }
}
