package dev.davit.platform;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Collects once when a service has started. Starting leaves up to twice as much garbage as the service lives on, and a
 * service at rest has no reason to collect it: 50 MB of the registry's memory, which other processes can use.
 */
final class StartGarbage implements ApplicationListener<ApplicationReadyEvent> {

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Thread.ofPlatform().name("start-garbage").daemon().start(System::gc);
    }
}
