package dev.davit.gateway.network;

import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.NetworkSpec;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import java.util.List;

/** Reads what a new network is to be. */
final class NetworkReader {

    private NetworkReader() {}

    static NetworkSpec read(Fields network, ApiVersion version) {
        String name = network.text("Name");
        if (name.isBlank()) {
            throw DavitException.invalid("invalid network name: name is empty");
        }
        String driver = network.text("Driver");
        NetworkSpec spec = new NetworkSpec(
                name,
                driver.isEmpty() ? "bridge" : driver,
                network.flag("EnableIPv6"),
                network.flag("Internal"),
                network.flag("Attachable"),
                subnets(network.object("IPAM")),
                network.textMap("Options"),
                network.textMap("Labels"));
        refuseIpv6Alone(network, version);
        refuseOtherScopes(network);
        network.object("ConfigFrom").refuse(List.of("Network"));
        network.refuse(List.of("ConfigOnly", "Ingress"));
        return spec;
    }

    private static void refuseIpv6Alone(Fields network, ApiVersion version) {
        if (Boolean.FALSE.equals(network.flagOrNull("EnableIPv4")) && version.atLeast(48)) {
            throw network.unbuilt("EnableIPv4 false");
        }
    }

    private static void refuseOtherScopes(Fields network) {
        String scope = network.text("Scope");
        if (!scope.isEmpty() && !scope.equals("local")) {
            throw network.unbuilt("Scope " + scope);
        }
    }

    private static List<Network.Subnet> subnets(Fields ipam) {
        String driver = ipam.text("Driver");
        if (!driver.isEmpty() && !driver.equals("default")) {
            throw DavitException.notImplemented("IPAM.Driver " + driver + " is not implemented by Davit yet");
        }
        List<Network.Subnet> subnets =
                ipam.objects("Config").stream().map(NetworkReader::subnet).toList();
        ipam.refuse(List.of("Options"));
        return subnets;
    }

    private static Network.Subnet subnet(Fields config) {
        return new Network.Subnet(
                config.text("Subnet"),
                config.text("Gateway"),
                config.text("IPRange"),
                config.textMap("AuxiliaryAddresses"));
    }
}
