package dev.davit.engine.lifecycle;

import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.Sandbox;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.event.EventDraft;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events of a container's networks. */
final class NetworkEvents {

    private NetworkEvents() {}

    static List<EventDraft> of(LiveContainer container, @Nullable Sandbox sandbox, String action) {
        return sandbox == null
                ? List.of()
                : sandbox.endpoints().stream()
                        .map(endpoint -> event(container, endpoint, action))
                        .toList();
    }

    private static EventDraft event(LiveContainer container, Endpoint endpoint, String action) {
        String type = endpoint.networkName().equals("none") ? "null" : "bridge";
        return new EventDraft(
                "network",
                action,
                endpoint.networkId(),
                Map.of("container", container.id(), "name", endpoint.networkName(), "type", type));
    }
}
