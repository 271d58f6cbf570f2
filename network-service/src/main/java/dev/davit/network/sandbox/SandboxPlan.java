package dev.davit.network.sandbox;

import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.firewall.Publication;
import dev.davit.network.network.ManagedNetwork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox will be: leased, but not yet made.
 *
 * @param places the first is where the default route leads and ports are published
 */
record SandboxPlan(SandboxSpec spec, boolean hostMode, List<Place> places, List<PortBinding> ports) {

    /** A place in a network. */
    record Place(ManagedNetwork network, EndpointRow row) {}

    /** One whose network has a bridge. */
    record Bridged(ManagedNetwork network, ManagedNetwork.Bridge bridge, EndpointRow row, String address) {}

    List<EndpointRow> rows() {
        return places.stream().map(Place::row).toList();
    }

    List<Bridged> bridged() {
        List<Bridged> bridged = new ArrayList<>();
        for (Place place : places) {
            ManagedNetwork.Bridge bridge = place.network().bridge();
            String address = place.row().address();
            if (bridge != null && address != null) {
                bridged.add(new Bridged(place.network(), bridge, place.row(), address));
            }
        }
        return bridged;
    }

    List<Publication> publications() {
        List<Bridged> bridged = bridged();
        return bridged.isEmpty()
                ? List.of()
                : publications(ports, bridged.getFirst().address());
    }

    static List<Publication> publications(List<PortBinding> ports, @Nullable String address) {
        return address == null
                ? List.of()
                : ports.stream()
                        .map(port -> new Publication(
                                port.protocol(), port.hostIp(), port.hostPort(), address, port.containerPort()))
                        .toList();
    }
}
