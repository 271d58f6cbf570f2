package dev.davit.gateway.network;

import dev.davit.contracts.network.Network;
import dev.davit.gateway.api.Filters;
import dev.davit.platform.error.DavitException;
import java.util.Set;

/** Which networks a client wants to see. */
record NetworkFilter(Filters filters) {

    private static final Set<String> KEYS = Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

    static NetworkFilter read(Filters filters) {
        filters.accepting(KEYS).flag("dangling");
        for (String type : filters.get("type")) {
            if (!type.equals("custom") && !type.equals("builtin")) {
                throw DavitException.invalid("invalid filter: 'type'='" + type + "'");
            }
        }
        return new NetworkFilter(filters);
    }

    boolean matches(Network network) {
        return filters.matches("name", network.name())
                && filters.matches("id", network.id())
                && filters.matchesExactly("driver", network.driver())
                && filters.matchesExactly("scope", network.scope())
                && filters.matchesExactly("type", network.predefined() ? "builtin" : "custom")
                && filters.matchesLabels("label", network.labels())
                && matchesDangling(network);
    }

    private boolean matchesDangling(Network network) {
        Boolean wanted = filters.flag("dangling");
        boolean dangling = !network.predefined() && network.endpoints().isEmpty();
        return wanted == null || wanted == dangling;
    }
}
