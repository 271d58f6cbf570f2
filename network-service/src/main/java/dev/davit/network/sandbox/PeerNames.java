package dev.davit.network.sandbox;

import dev.davit.contracts.network.EndpointSpec;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.network.Networks;
import dev.davit.network.sandbox.SandboxStore.Stored;
import dev.davit.platform.id.Ids;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the containers of a user-defined network one another's names, and those of the default bridge the names of
 * their links, in their hosts files: until there is a DNS server, that is how names are found.
 */
@Component
class PeerNames {

    private static final Logger LOG = LoggerFactory.getLogger(PeerNames.class);
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private final SandboxStore store;
    private final SandboxFiles files;
    private final Networks networks;
    private final JsonMapper json;

    PeerNames(SandboxStore store, SandboxFiles files, Networks networks, JsonMapper json) {
        this.store = store;
        this.files = files;
        this.networks = networks;
        this.json = json;
    }

    /** Somebody came or went: writes the hosts files of all whom it concerns. */
    synchronized void update(Stored changed) {
        boolean concernsPeers = changed.endpoints().stream().anyMatch(this::isNamed);
        for (Stored sandbox : store.all()) {
            boolean isSelf = sandbox.spec().id().equals(changed.spec().id());
            if ((concernsPeers && sharesNetwork(sandbox, changed)) || (isSelf && hasLinks(sandbox))) {
                write(sandbox);
            }
        }
    }

    // Names are not worth a failed start of somebody else.
    private void write(Stored sandbox) {
        try {
            files.writePeers(sandbox.spec().id(), lines(sandbox));
        } catch (UncheckedIOException failure) {
            LOG.warn("Sandbox {} does not learn its peers", sandbox.spec().id(), failure);
        }
    }

    private List<String> lines(Stored sandbox) {
        List<String> lines = new ArrayList<>();
        for (EndpointSpec endpoint : sandbox.spec().endpoints().values()) {
            endpoint.links().forEach(link -> linked(sandbox, link).ifPresent(lines::add));
        }
        for (Stored peer : store.all()) {
            for (EndpointRow endpoint : peer.endpoints()) {
                if (isNamed(endpoint) && isOn(sandbox, endpoint.networkId())) {
                    lines.add(endpoint.address() + "\t" + String.join(" ", names(endpoint)));
                }
            }
        }
        return lines;
    }

    // A link is NAME:ALIAS.
    private Optional<String> linked(Stored sandbox, String link) {
        int colon = link.indexOf(':');
        String target = colon < 0 ? link : link.substring(0, colon);
        String alias = colon < 0 ? link : link.substring(colon + 1);
        return store.all().stream()
                .filter(peer ->
                        peer.spec().name().equals(target) || peer.spec().id().startsWith(target))
                .flatMap(peer -> peer.endpoints().stream())
                .filter(endpoint -> endpoint.address() != null && isOn(sandbox, endpoint.networkId()))
                .map(endpoint -> endpoint.address() + "\t" + alias + " " + endpoint.sandboxName())
                .findFirst();
    }

    private Set<String> names(EndpointRow endpoint) {
        Set<String> names = new LinkedHashSet<>();
        names.add(endpoint.sandboxName());
        names.addAll(json.readValue(endpoint.aliases(), NAMES));
        names.add(Ids.shortId(endpoint.sandboxId()));
        return names;
    }

    private boolean isNamed(EndpointRow endpoint) {
        return endpoint.address() != null
                && !networks.byId(endpoint.networkId()).predefined();
    }

    private boolean sharesNetwork(Stored sandbox, Stored changed) {
        return changed.endpoints().stream().anyMatch(endpoint -> isOn(sandbox, endpoint.networkId()));
    }

    private static boolean hasLinks(Stored sandbox) {
        return sandbox.spec().endpoints().values().stream()
                .anyMatch(endpoint -> !endpoint.links().isEmpty());
    }

    private static boolean isOn(Stored sandbox, String networkId) {
        return sandbox.endpoints().stream()
                .anyMatch(endpoint -> endpoint.networkId().equals(networkId));
    }
}
