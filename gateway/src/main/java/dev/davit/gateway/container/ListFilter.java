package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.network.Endpoint;
import dev.davit.gateway.api.Filters;
import dev.davit.gateway.api.Query;
import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which containers a client wants to see. */
record ListFilter(Filters filters, boolean all, int limit) {

    private static final Set<String> KEYS = Set.of(
            "ancestor",
            "before",
            "exited",
            "id",
            "isolation",
            "label",
            "name",
            "status",
            "health",
            "since",
            "volume",
            "network",
            "is-task",
            "publish",
            "expose");
    private static final List<String> STATES =
            Stream.of(ContainerStatus.values()).map(StateJson::name).toList();
    private static final List<String> HEALTH = List.of("none", "starting", "healthy", "unhealthy");

    static ListFilter read(Query query) {
        Filters filters = query.filters().accepting(KEYS);
        String before = query.text("before");
        String since = query.text("since");
        if (!before.isEmpty()) {
            filters.add("before", before);
        }
        if (!since.isEmpty()) {
            filters.add("since", since);
        }
        check(filters);
        Integer limit = query.integer("limit");
        return new ListFilter(
                filters, query.flag("all") || filters.has("status"), limit == null ? 0 : Math.max(0, limit));
    }

    private static void check(Filters filters) {
        for (String code : filters.get("exited")) {
            if (!code.matches("-?\\d{1,9}")) {
                throw DavitException.invalid(
                        "invalid filter 'exited=" + code + "': strconv.Atoi: parsing \"" + code + "\": invalid syntax");
            }
        }
        for (String status : filters.get("status")) {
            if (!STATES.contains(status)) {
                throw DavitException.invalid("invalid filter 'status=" + status + "': invalid value for state ("
                        + status + "): must be one of "
                        + "created, running, paused, restarting, removing, exited, dead");
            }
        }
        for (String health : filters.get("health")) {
            if (!HEALTH.contains(health)) {
                throw DavitException.invalid("invalid filter 'health=" + health + "': invalid value for health ("
                        + health + "): must be one of " + String.join(", ", HEALTH));
            }
        }
    }

    List<Container> apply(List<Container> containers, ImageNames.Current images) {
        List<Container> newestFirst = new ArrayList<>(containers);
        newestFirst.sort(Comparator.comparing(Container::created).reversed());
        Container before = named(newestFirst, "before");
        Container since = named(newestFirst, "since");
        Set<String> ancestors = ancestors(images);
        Stream<Container> stream = newestFirst.stream()
                .filter(container -> before == null || container.created().isBefore(before.created()))
                .filter(container -> since == null || container.created().isAfter(since.created()))
                .filter(container -> all
                        || limit > 0
                        || StateJson.isRunning(container.state().status()))
                .filter(container -> ancestors == null || ancestors.contains(container.imageId()))
                .filter(this::matches);
        return (limit > 0 ? stream.limit(limit) : stream).toList();
    }

    private @Nullable Container named(List<Container> containers, String key) {
        Container found = null;
        for (String ref : filters.get(key)) {
            String name = Refs.clean(ref);
            found = containers.stream()
                    .filter(container ->
                            container.name().equals(name) || container.id().startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> DavitException.notFound("No such container: " + ref));
        }
        return found;
    }

    private @Nullable Set<String> ancestors(ImageNames.Current images) {
        if (!filters.has("ancestor")) {
            return null;
        }
        Set<String> ids = new HashSet<>();
        for (String ref : filters.get("ancestor")) {
            String id = images.id(ref);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private boolean matches(Container container) {
        ContainerState state = container.state();
        ContainerState.Health health = state.health();
        return (filters.matches("name", "/" + container.name()) || filters.matches("name", container.name()))
                && filters.matchesPrefix("id", container.id())
                && filters.matchesLabels("label", container.spec().labels())
                && filters.matchesExactly("status", StateJson.name(state.status()))
                && filters.matchesExactly("health", health == null ? "none" : health.status())
                && filters.matchesExactly("isolation", "default")
                && !Boolean.TRUE.equals(filters.flag("is-task"))
                && matchesExit(state)
                && matchesVolume(container)
                && matchesNetwork(container)
                && matchesPorts(container);
    }

    private boolean matchesExit(ContainerState state) {
        return !filters.has("exited")
                || (!StateJson.isRunning(state.status())
                        && state.startedAt() != null
                        && filters.get("exited").contains(Integer.toString(state.exitCode())));
    }

    private boolean matchesVolume(Container container) {
        if (!filters.has("volume")) {
            return true;
        }
        for (MountPoint mount : container.mounts()) {
            String source = mount.name().isEmpty() ? mount.source() : mount.name();
            if (filters.get("volume").contains(source) || filters.get("volume").contains(mount.destination())) {
                return true;
            }
        }
        return false;
    }

    private boolean matchesNetwork(Container container) {
        if (!filters.has("network")) {
            return true;
        }
        Set<String> wanted = filters.get("network");
        List<Endpoint> endpoints =
                container.sandbox() == null ? List.of() : container.sandbox().endpoints();
        if (endpoints.isEmpty()) {
            return wanted.contains(container.spec().network().mode());
        }
        return endpoints.stream()
                .anyMatch(endpoint -> wanted.contains(endpoint.networkName())
                        || wanted.stream().anyMatch(endpoint.networkId()::startsWith));
    }

    private boolean matchesPorts(Container container) {
        if (!filters.has("publish") && !filters.has("expose")) {
            return true;
        }
        boolean published = container.sandbox() != null
                && container.sandbox().ports().stream()
                        .anyMatch(port -> isIn("publish", port.hostPort() + "/" + port.protocol()));
        return published || container.spec().network().exposedPorts().stream().anyMatch(port -> isIn("expose", port));
    }

    private boolean isIn(String key, String port) {
        int number = Ports.range(port).first();
        for (String wanted : filters.get(key)) {
            if (wanted.contains(":")) {
                throw DavitException.invalid("filter for '" + key + "' should not contain ':': " + wanted);
            }
            String protocol = wanted.contains("/") ? wanted.substring(wanted.indexOf('/') + 1) : "tcp";
            Ports.Range range = Ports.range(wanted);
            if (port.endsWith("/" + protocol.toLowerCase(Locale.ROOT))
                    && number >= range.first()
                    && number <= range.last()) {
                return true;
            }
        }
        return false;
    }
}
