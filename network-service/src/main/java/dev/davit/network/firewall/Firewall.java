package dev.davit.network.firewall;

import dev.davit.network.nftables.Nftables;
import dev.davit.network.nftables.NftablesException;
import dev.davit.platform.DavitProperties;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Keeps the platform's table in the kernel as it should be. Each change is one transaction. */
@Component
public class Firewall {

    private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

    private final ObjectProvider<Nftables> nftables;
    private final RuleSet rules;
    private final Set<Publication> ports = new LinkedHashSet<>();
    private List<BridgeRules> networks = List.of();
    private boolean dropTheRest;

    Firewall(ObjectProvider<Nftables> nftables, DavitProperties properties) {
        this.nftables = nftables;
        this.rules = new RuleSet(properties.name());
    }

    /** Makes the table anew from what should be. */
    public synchronized void restore(
            Collection<BridgeRules> networks, Collection<Publication> ports, boolean dropTheRest) {
        this.networks = List.copyOf(networks);
        this.ports.clear();
        this.ports.addAll(ports);
        this.dropTheRest = dropTheRest;
        restore();
    }

    /** Makes the table anew: somebody may have changed it. */
    public synchronized void restore() {
        nftables.getObject().run(rules.whole(networks, ports, dropTheRest));
    }

    /** Takes the table out of the kernel. */
    public synchronized void remove() {
        nftables.getObject().run(rules.none());
    }

    /** Changes the networks. */
    public synchronized void networks(Collection<BridgeRules> changed) {
        List<BridgeRules> before = networks;
        networks = List.copyOf(changed);
        try {
            restore();
        } catch (NftablesException refused) {
            networks = before;
            throw refused;
        }
    }

    /** Opens published ports. */
    public synchronized void publish(Collection<Publication> added) {
        if (added.isEmpty()) {
            return;
        }
        ports.addAll(added);
        try {
            change(rules.add(added));
        } catch (NftablesException refused) {
            added.forEach(ports::remove);
            throw refused;
        }
    }

    /** Closes published ports, those that are open. */
    public synchronized void withdraw(Collection<Publication> removed) {
        List<Publication> open = removed.stream().filter(ports::remove).toList();
        if (!open.isEmpty()) {
            change(rules.delete(open));
        }
    }

    // A change is refused when somebody else changed the table: then the whole is made anew.
    private void change(String commands) {
        try {
            nftables.getObject().run(commands);
        } catch (NftablesException refused) {
            LOG.warn("The nftables table is not as it was left; making it anew: {}", refused.getMessage());
            restore();
        }
    }
}
