package dev.davit.gateway.network;

import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.gateway.api.Body;
import dev.davit.gateway.api.Filters;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.api.Times;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Networks. */
@RestController
class NetworkController {

    private final NetworkApi networks;

    NetworkController(NetworkApi networks) {
        this.networks = networks;
    }

    @GetMapping("/networks")
    List<Map<String, @Nullable Object>> list(Query query) {
        NetworkFilter filter = NetworkFilter.read(query.filters());
        boolean detailed = !query.version().atLeast(28);
        return networks.networks().stream()
                .filter(filter::matches)
                .map(network -> NetworkJson.of(network, query.version(), detailed))
                .toList();
    }

    @GetMapping("/networks/{id}")
    Map<String, @Nullable Object> inspect(@PathVariable String id, Query query) {
        String verbose = query.text("verbose");
        if (!verbose.isEmpty() && !verbose.matches("1|t|T|TRUE|true|True|0|f|F|FALSE|false|False")) {
            throw DavitException.invalid("invalid value for verbose: " + verbose + ": strconv.ParseBool: parsing \""
                    + verbose + "\": invalid syntax");
        }
        Network network = networks.network(id);
        String scope = query.text("scope");
        if (!scope.isEmpty() && !scope.equals(network.scope())) {
            throw DavitException.notFound("network " + id + " not found");
        }
        return NetworkJson.of(network, query.version(), true);
    }

    @PostMapping("/networks/create")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> create(Query query, Body body) {
        Network network = networks.createNetwork(NetworkReader.read(body.required("CreateRequest"), query.version()));
        return Json.object().put("Id", network.id()).put("Warning", "").map();
    }

    @DeleteMapping("/networks/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id) {
        networks.removeNetwork(id);
    }

    @PostMapping("/networks/prune")
    Map<String, @Nullable Object> prune(Query query) {
        Filters filters = query.filters().accepting(Set.of("label", "label!", "until"));
        Instant until = Times.parse(filters.get("until").stream().findFirst().orElse(""));
        List<String> removed = new ArrayList<>();
        for (Network network : networks.networks()) {
            boolean old = until == null || network.created().isBefore(until);
            if (old && !network.predefined() && isWanted(filters, network) && removeUnused(network)) {
                removed.add(network.name());
            }
        }
        return Json.object()
                .put("NetworksDeleted", removed.isEmpty() ? null : removed)
                .map();
    }

    private static boolean isWanted(Filters filters, Network network) {
        return filters.matchesLabels("label", network.labels()) && !filters.matchesAnyLabel("label!", network.labels());
    }

    // A container may connect between the look and the removal; then the network stays.
    private boolean removeUnused(Network network) {
        if (!network.endpoints().isEmpty()) {
            return false;
        }
        try {
            networks.removeNetwork(network.id());
            return true;
        } catch (DavitException failure) {
            if (failure.kind() == ErrorKind.CONFLICT
                    || failure.kind() == ErrorKind.FORBIDDEN
                    || failure.kind() == ErrorKind.NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }
}
