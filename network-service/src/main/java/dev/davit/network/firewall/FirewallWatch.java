package dev.davit.network.firewall;

import dev.davit.network.netlink.RuleChanges;
import dev.davit.platform.DavitProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Restores the platform's table when somebody else changed it, as by {@code nft flush ruleset}. */
@Component
class FirewallWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FirewallWatch.class);

    private final Firewall firewall;
    private final String table;
    private volatile boolean running;

    FirewallWatch(Firewall firewall, DavitProperties properties) {
        this.firewall = firewall;
        this.table = properties.name();
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().name("firewall-watch").daemon().start(this::watch);
    }

    private void watch() {
        try (RuleChanges changes = new RuleChanges(table)) {
            while (running) {
                changes.awaitForeign();
                if (!running) {
                    return;
                }
                LOG.warn("Somebody else changed the nftables table {}; making it anew", table);
                firewall.restore();
            }
        } catch (RuntimeException failure) {
            LOG.error("The nftables table is no longer watched", failure);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
