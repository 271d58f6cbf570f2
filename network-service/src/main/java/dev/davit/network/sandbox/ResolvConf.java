package dev.davit.network.sandbox;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A container's /etc/resolv.conf, made of the host's and of what was asked for (resolv.conf(5)). */
final class ResolvConf {

    private static final List<String> FALLBACK = List.of("8.8.8.8", "8.8.4.4"); // dockerd's

    private final List<String> servers = new ArrayList<>();
    private List<String> search = List.of();
    private List<String> options = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    /** Reads the host's file. */
    ResolvConf(String host) {
        for (String line : host.split("\n", -1)) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 2 || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            List<String> values = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> servers.add(values.getFirst());
                case "search", "domain" -> search = values;
                case "options" -> options.addAll(values);
                default -> others.add(line.strip());
            }
        }
    }

    /**
     * The file's text.
     *
     * @param ownLoopback the container has a loopback of its own, from which the host's resolvers are not reached
     */
    String text(List<String> dns, List<String> dnsSearch, List<String> dnsOptions, boolean ownLoopback) {
        StringBuilder text = new StringBuilder("# Made by Davit; what you change here stays until the next start.\n\n");
        for (String server : dns.isEmpty() ? hostServers(ownLoopback) : dns) {
            text.append("nameserver ").append(server).append('\n');
        }
        List<String> domains = dnsSearch.isEmpty() ? search : dnsSearch;
        domains = domains.stream()
                .filter(domain -> dnsSearch.isEmpty() || !domain.equals("."))
                .toList();
        if (!domains.isEmpty()) {
            text.append("search ").append(String.join(" ", domains)).append('\n');
        }
        List<String> chosen = dnsOptions.isEmpty() ? options : dnsOptions;
        if (!chosen.isEmpty()) {
            text.append("options ").append(String.join(" ", chosen)).append('\n');
        }
        others.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Whether every resolver is systemd-resolved's stub, whose file names the real ones elsewhere. */
    boolean isStub() {
        return servers.equals(List.of("127.0.0.53"));
    }

    private List<String> hostServers(boolean ownLoopback) {
        if (!ownLoopback) {
            return servers;
        }
        List<String> reachable =
                servers.stream().filter(ResolvConf::isReachable).toList();
        return reachable.isEmpty() ? FALLBACK : reachable;
    }

    // Sandboxes have no IPv6.
    private static boolean isReachable(String server) {
        if (server.contains(":")) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(server).isLoopbackAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
