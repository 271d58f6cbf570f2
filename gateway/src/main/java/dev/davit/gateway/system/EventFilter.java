package dev.davit.gateway.system;

import dev.davit.contracts.engine.Event;
import dev.davit.gateway.api.Filters;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which events a client wants to hear of. */
record EventFilter(Filters filters, String host) {

    private static final Set<String> PREFIXED = Set.of("health_status", "exec_create", "exec_start");
    private static final List<String> NAMED =
            List.of("container", "plugin", "volume", "network", "node", "service", "secret", "config");

    boolean matches(Event event) {
        return matchesAction(event.action())
                && filters.matchesExactly("type", event.type())
                && filters.matchesExactly("scope", "local")
                && filters.matchesPrefix("daemon", host)
                && NAMED.stream().allMatch(type -> matchesName(type, event))
                && matchesImage(event)
                && filters.matchesLabels("label", event.attributes());
    }

    // What follows the colon of these is not part of their name.
    private boolean matchesAction(String action) {
        return filters.matchesExactly("event", action)
                || filters.get("event").stream()
                        .anyMatch(wanted -> PREFIXED.contains(wanted) && action.startsWith(wanted));
    }

    private boolean matchesName(String type, Event event) {
        return filters.matchesPrefix(type, event.actor())
                || filters.matchesPrefix(type, event.attributes().getOrDefault("name", ""));
    }

    private boolean matchesImage(Event event) {
        Map<String, String> attributes = event.attributes();
        String name = attributes.getOrDefault(event.type().equals("image") ? "name" : "image", "");
        return filters.matchesExactly("image", event.actor())
                || filters.matchesExactly("image", name)
                || filters.matchesExactly("image", withoutTag(event.actor()))
                || filters.matchesExactly("image", withoutTag(name));
    }

    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
