package dev.davit.network.firewall;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The platform's nftables table as text.
 *
 * <p>Verdicts: a base chain's drop is final on the host, its accept is not. So nothing is dropped here that neither
 * comes from nor goes to a bridge of ours, but by the chain {@code rest}, which exists only where this platform made
 * the host forward at all. What a platform of Davit let pass carries {@link #MARK}, so that the {@code rest} of
 * another one leaves it alone.
 */
final class RuleSet {

    private static final String MARK = "0x02000000";
    private static final String PASS = "meta mark set meta mark | " + MARK + " accept";

    private final String table;

    RuleSet(String table) {
        this.table = table;
    }

    /** Replaces the table, in one transaction. */
    String whole(Collection<BridgeRules> networks, Collection<Publication> ports, boolean dropTheRest) {
        StringBuilder text = new StringBuilder(none());
        line(text, "table ip " + table + " {");
        sets(text, networks);
        maps(text, ports);
        translation(text, networks);
        forwarding(text);
        if (dropTheRest) {
            rest(text);
        }
        line(text, "}");
        return text.toString();
    }

    /** Removes the table, which need not be there. */
    String none() {
        StringBuilder text = new StringBuilder();
        line(text, "add table ip " + table);
        line(text, "delete table ip " + table);
        return text.toString();
    }

    /** Adds published ports. */
    String add(Collection<Publication> ports) {
        return change("add", ports, Publication::element);
    }

    /** Takes published ports away. */
    String delete(Collection<Publication> ports) {
        return change("delete", ports, Publication::key);
    }

    private String change(String verb, Collection<Publication> ports, Function<Publication, String> form) {
        StringBuilder text = new StringBuilder();
        for (boolean any : new boolean[] {false, true}) {
            List<String> elements =
                    ports.stream().filter(port -> port.any() == any).map(form).toList();
            if (!elements.isEmpty()) {
                String map = any ? " published_any { " : " published { ";
                line(text, verb + " element ip " + table + map + String.join(", ", elements) + " }");
            }
        }
        return text.toString();
    }

    private static void sets(StringBuilder text, Collection<BridgeRules> networks) {
        set(text, "bridges", "ifname", quoted(networks, network -> true));
        set(text, "internal", "ifname", quoted(networks, BridgeRules::internal));
        List<String> pairs = new ArrayList<>();
        for (String bridge : quoted(networks, BridgeRules::icc)) {
            pairs.add(bridge + " . " + bridge);
        }
        set(text, "within", "ifname . ifname", pairs);
    }

    private static List<String> quoted(Collection<BridgeRules> networks, Predicate<BridgeRules> which) {
        return networks.stream()
                .filter(which)
                .map(network -> '"' + network.bridge() + '"')
                .toList();
    }

    private static void maps(StringBuilder text, Collection<Publication> ports) {
        String target = " : ipv4_addr . inet_service";
        map(text, "published", "ipv4_addr . inet_proto . inet_service" + target, elements(ports, false));
        map(text, "published_any", "inet_proto . inet_service" + target, elements(ports, true));
    }

    private static List<String> elements(Collection<Publication> ports, boolean any) {
        return ports.stream()
                .filter(port -> port.any() == any)
                .map(Publication::element)
                .toList();
    }

    private static void translation(StringBuilder text, Collection<BridgeRules> networks) {
        chain(
                text,
                "publish",
                "meta l4proto { tcp, udp, sctp } dnat to ip daddr . meta l4proto . th dport map @published",
                "fib daddr type local meta l4proto { tcp, udp, sctp } dnat to meta l4proto . th dport map @published_any");
        // Whoever sends to 127.0.0.1 from outside gets the kernel's answer to martians, not a container.
        chain(
                text,
                "prerouting",
                "type nat hook prerouting priority -100; policy accept;",
                "ip daddr 127.0.0.0/8 return",
                "jump publish");
        chain(
                text,
                "output",
                "type nat hook output priority -100; policy accept;",
                "fib daddr type local jump publish");
        List<String> source = new ArrayList<>();
        source.add("type nat hook postrouting priority 100; policy accept;");
        source.add("ip saddr 127.0.0.0/8 oifname @bridges masquerade");
        for (BridgeRules network : networks) {
            String from = "ip saddr " + network.subnet();
            // A container that calls a published port of its own network: its answer must come back through us.
            source.add(from + " oifname \"" + network.bridge() + "\" ct status dnat masquerade");
            if (network.masquerade() && !network.internal()) {
                source.add(from + " oifname != \"" + network.bridge() + "\" masquerade");
            }
        }
        chain(text, "postrouting", source.toArray(String[]::new));
    }

    private static void forwarding(StringBuilder text) {
        // route_localnet is set on our bridges (for published ports on 127.0.0.1): nobody there may abuse it.
        chain(
                text,
                "guard",
                "type filter hook prerouting priority -300; policy accept;",
                "iifname @bridges ip saddr 127.0.0.0/8 drop",
                "iifname @bridges ip daddr 127.0.0.0/8 drop");
        chain(
                text,
                "inward",
                "ct state established,related " + PASS,
                "iifname . oifname @within " + PASS,
                "ct status dnat " + PASS,
                "drop");
        chain(
                text,
                "forward",
                "type filter hook forward priority 0; policy accept;",
                "iifname @internal iifname . oifname != @within drop",
                "oifname @internal iifname . oifname != @within drop",
                "oifname @bridges jump inward",
                "iifname @bridges " + PASS);
    }

    private static void rest(StringBuilder text) {
        chain(
                text,
                "rest",
                "type filter hook forward priority 10; policy accept;",
                "meta mark & " + MARK + " == " + MARK + " accept",
                "iifname \"docker0\" accept", // a dockerd filters its own bridges
                "oifname \"docker0\" accept",
                "iifname \"br-*\" accept",
                "oifname \"br-*\" accept",
                "drop");
    }

    private static void set(StringBuilder text, String name, String type, List<String> elements) {
        collection(text, "set", name, type, elements);
    }

    private static void map(StringBuilder text, String name, String type, List<String> elements) {
        collection(text, "map", name, type, elements);
    }

    private static void collection(StringBuilder text, String kind, String name, String type, List<String> elements) {
        String content = elements.isEmpty() ? "" : " elements = { " + String.join(", ", elements) + " };";
        line(text, kind + " " + name + " { type " + type + ";" + content + " }");
    }

    private static void chain(StringBuilder text, String name, String... rules) {
        line(text, "chain " + name + " {");
        for (String rule : rules) {
            line(text, rule);
        }
        line(text, "}");
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
