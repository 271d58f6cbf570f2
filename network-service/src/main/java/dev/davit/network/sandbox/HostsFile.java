package dev.davit.network.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container's /etc/hosts, with the lines of dockerd's. */
final class HostsFile {

    private static final List<String> LOCAL = List.of(
            "127.0.0.1\tlocalhost",
            "::1\tlocalhost ip6-localhost ip6-loopback",
            "fe00::\tip6-localnet",
            "ff00::\tip6-mcastprefix",
            "ff02::1\tip6-allnodes",
            "ff02::2\tip6-allrouters");

    private static final String PEER = " # peer";

    private HostsFile() {}

    /**
     * The file's text.
     *
     * @param extraHosts {@code name:address}, with {@code host-gateway} for {@code gateway}
     * @param addresses the container's own
     */
    static String text(
            List<String> extraHosts,
            String gateway,
            String hostname,
            @Nullable String domainname,
            List<String> addresses) {
        List<String> lines = new ArrayList<>(LOCAL);
        for (String extra : extraHosts) {
            int colon = extra.indexOf(':');
            String address = extra.substring(colon + 1);
            lines.add((address.equals("host-gateway") ? gateway : address) + "\t" + extra.substring(0, colon));
        }
        for (String address : addresses) {
            lines.add(address + "\t" + names(hostname, domainname));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The file's text with other lines of peers than it has; what else was written to it stays. */
    static String withPeers(String text, List<String> peers) {
        List<String> lines = new ArrayList<>();
        text.lines().filter(line -> !line.endsWith(PEER)).forEach(lines::add);
        peers.forEach(peer -> lines.add(peer + PEER));
        return String.join("\n", lines) + "\n";
    }

    // The full name, then the bare one, wherever the caller put the dot.
    private static String names(String hostname, @Nullable String domainname) {
        String full = domainname == null || domainname.isEmpty() ? hostname : hostname + "." + domainname;
        int dot = full.indexOf('.');
        return dot < 0 ? full : full + " " + full.substring(0, dot);
    }
}
