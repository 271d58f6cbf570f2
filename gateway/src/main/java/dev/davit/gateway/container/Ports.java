package dev.davit.gateway.container;

import dev.davit.contracts.network.PortBinding;
import dev.davit.gateway.api.Fields;
import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads ports: {@code 80/tcp}, {@code 8000-8010}. */
final class Ports {

    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

    private Ports() {}

    /** Every port of ExposedPorts, as {@code 80/tcp}. */
    static List<String> exposed(Fields config) {
        List<String> ports = new ArrayList<>();
        for (String text : config.names("ExposedPorts")) {
            String protocol = protocol(text);
            Range range = range(text);
            for (int port = range.first(); port <= range.last(); port++) {
                ports.add(port + "/" + protocol);
            }
        }
        return ports;
    }

    /** PortBindings. */
    static List<PortBinding> bindings(Fields host) {
        List<PortBinding> bindings = new ArrayList<>();
        for (Map.Entry<String, List<Fields>> entry :
                host.objectListMap("PortBindings").entrySet()) {
            String protocol = protocol(entry.getKey());
            Range range = range(entry.getKey());
            for (Fields binding : entry.getValue()) {
                bindings.add(new PortBinding(range.first(), protocol, binding.text("HostIp"), hostPort(binding)));
            }
        }
        return bindings;
    }

    private static int hostPort(Fields binding) {
        String text = binding.text("HostPort");
        if (text.isEmpty()) {
            return 0;
        }
        Range range = range(text);
        if (range.first() != range.last()) {
            throw DavitException.notImplemented("HostConfig.PortBindings with a range of host ports (" + text
                    + ") is not implemented by Davit yet");
        }
        return range.first();
    }

    private static String protocol(String port) {
        int slash = port.indexOf('/');
        String protocol = slash < 0 ? "tcp" : port.substring(slash + 1).toLowerCase(Locale.ROOT);
        if (!PROTOCOLS.contains(protocol)) {
            throw DavitException.invalid("invalid port specification: \"" + port + "\"");
        }
        return protocol;
    }

    /** First and last of a range, which are the same for one port. */
    record Range(int first, int last) {}

    static Range range(String port) {
        int slash = port.indexOf('/');
        String numbers = slash < 0 ? port : port.substring(0, slash);
        int dash = numbers.indexOf('-');
        int first = number(dash < 0 ? numbers : numbers.substring(0, dash), numbers);
        int last = dash < 0 ? first : number(numbers.substring(dash + 1), numbers);
        if (last < first) {
            throw DavitException.invalid("invalid port specification: \"" + numbers + "\"");
        }
        return new Range(first, last);
    }

    private static int number(String digits, String port) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
            throw DavitException.invalid("invalid port specification: \"" + port + "\"");
        }
        return Integer.parseInt(digits);
    }
}
