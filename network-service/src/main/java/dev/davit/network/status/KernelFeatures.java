package dev.davit.network.status;

import dev.davit.contracts.network.NetworkStatus;
import dev.davit.network.netlink.Kernel;
import dev.davit.network.nftables.Nftables;
import dev.davit.network.nftables.NftablesException;
import dev.davit.platform.DavitProperties;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What this kernel offers to networks, found by trying. */
@Component
public class KernelFeatures {

    // Each of these needs more than a name to be made, so that trying makes nothing.
    private static final List<String> KINDS = List.of("macvlan", "ipvlan", "vxlan");

    private final Kernel kernel;
    private final ObjectProvider<Nftables> nftables;
    private final String probe;
    private volatile @Nullable List<String> missing;

    KernelFeatures(Kernel kernel, ObjectProvider<Nftables> nftables, DavitProperties properties) {
        this.kernel = kernel;
        this.nftables = nftables;
        this.probe = properties.name() + "-probe";
    }

    /** The drivers that are built, and what is missing on this host. */
    public NetworkStatus status() {
        List<String> found = missing;
        if (found == null) {
            found = probe();
            missing = found;
        }
        return new NetworkStatus(
                List.of("bridge", "host", "null"),
                Kernel.setting("net.ipv4.ip_forward").equals("1"),
                found);
    }

    private List<String> probe() {
        List<String> lacking = new ArrayList<>();
        for (String kind : KINDS) {
            if (!kernel.run(host -> host.knowsKind(kind))) {
                lacking.add("this kernel has no " + kind + " links");
            }
        }
        if (!knowsBridgeRules()) {
            lacking.add("this kernel's nftables cannot match on bridges (nft_meta_bridge)");
        }
        if (!Kernel.hasSetting("net.ipv6.conf.all.disable_ipv6")) {
            lacking.add("this kernel has no IPv6");
        }
        lacking.add("containers find one another's names in /etc/hosts: there is no DNS server at 127.0.0.11 yet");
        return List.copyOf(lacking);
    }

    // Made and deleted in one transaction: it is checked, and never takes effect.
    private boolean knowsBridgeRules() {
        try {
            nftables.getObject()
                    .run("add table bridge " + probe + "\nadd chain bridge " + probe
                            + " c { type filter hook prerouting priority 0; }\nadd rule bridge " + probe
                            + " c meta ibrname \"probe\" accept\ndelete table bridge " + probe + "\n");
            return true;
        } catch (NftablesException refused) {
            return false;
        }
    }
}
