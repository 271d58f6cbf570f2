package dev.davit.gateway.container;

import dev.davit.contracts.network.EndpointSpec;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MAC address of the whole container, which clients before 1.44 send, and which belongs to its main network.
 *
 * @param wide null: none
 */
record MacAddress(@Nullable String wide) {

    static MacAddress read(
            Fields config, String mode, ApiVersion version, Map<String, Fields> endpoints, List<String> warnings) {
        String wide = config.textOrNull("MacAddress");
        if (wide == null) {
            return new MacAddress(null);
        }
        boolean connects = !mode.equals("host") && !mode.equals("none") && !mode.startsWith("container:");
        if (!version.atLeast(44)) {
            if (!connects) {
                throw DavitException.invalid("conflicting options: mac-address and the network mode");
            }
            return new MacAddress(wide);
        }
        warnings.add("The container-wide MacAddress field is now deprecated. It should be specified in"
                + " EndpointsConfig instead.");
        return connects ? new MacAddress(agreed(wide, mode, endpoints)) : new MacAddress(null);
    }

    private static String agreed(String wide, String mode, Map<String, Fields> endpoints) {
        Fields main = endpoints.get(mode);
        if (main == null && !endpoints.isEmpty()) {
            throw DavitException.invalid("unable to migrate container-wide MAC address to a specific network:"
                    + " HostConfig.NetworkMode must match the identity of a network in NetworkSettings.Networks");
        }
        String own = main == null ? null : main.textOrNull("MacAddress");
        if (own != null && !own.equals(wide)) {
            throw DavitException.invalid("the container-wide MAC address must match the endpoint-specific MAC address"
                    + " for the main network, or be left empty");
        }
        return wide;
    }

    /** The endpoints, of which the main one has this address. */
    Map<String, EndpointSpec> completing(Map<String, EndpointSpec> endpoints, String mode) {
        if (wide == null) {
            return endpoints;
        }
        Map<String, EndpointSpec> completed = new LinkedHashMap<>(endpoints);
        EndpointSpec main = completed.getOrDefault(mode, EndpointSpec.ANY);
        completed.put(
                mode,
                new EndpointSpec(
                        main.aliases(),
                        main.links(),
                        main.ipv4Address(),
                        main.ipv6Address(),
                        wide,
                        main.driverOptions()));
        return completed;
    }
}
