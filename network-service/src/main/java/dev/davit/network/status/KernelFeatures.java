package dev.davit.network.status;

import dev.davit.contracts.network.NetworkStatus;
import dev.davit.network.netlink.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What this kernel offers to networks. */
@Component
public class KernelFeatures {

    /** The drivers that are built, and what is missing on this host. */
    public NetworkStatus status() {
        return new NetworkStatus(
                List.of("bridge", "host", "null"),
                Kernel.setting("net.ipv4.ip_forward").equals("1"),
                missing());
    }

    private static List<String> missing() {
        List<String> missing = new ArrayList<>();
        missing.add("user-defined networks have no embedded DNS at 127.0.0.11 yet");
        return missing;
    }
}
