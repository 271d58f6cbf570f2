package dev.davit.network.firewall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The host ports that are published. Each is held by a socket that is bound but never accepts (translation takes the
 * packets before), so that no other program can take it.
 */
@Component
public class HostPorts {

    private static final Logger LOG = LoggerFactory.getLogger(HostPorts.class);
    private static final int FIRST_FREE = 32768; // net.ipv4.ip_local_port_range by default
    private static final int LAST_FREE = 60999;

    private record Key(String protocol, int port) {}

    private final Map<Key, Map<String, Holder>> held = new HashMap<>();
    private int next = FIRST_FREE;

    /** A socket; none for a protocol that Java has no socket for. */
    private record Holder(@Nullable NetworkChannel channel) {
        void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /**
     * Takes a port.
     *
     * @param port 0: any free one
     * @return the port
     * @throws PortTakenException it is taken, or the address is none of this host
     */
    public synchronized int take(String protocol, String address, int port) {
        if (port != 0) {
            hold(protocol, address, port);
            return port;
        }
        for (int tried = FIRST_FREE; tried <= LAST_FREE; tried++) {
            int candidate = next;
            next = next == LAST_FREE ? FIRST_FREE : next + 1;
            try {
                hold(protocol, address, candidate);
                return candidate;
            } catch (PortTakenException taken) {
                LOG.trace("{}", taken.getMessage());
            }
        }
        throw new PortTakenException("all ports are allocated");
    }

    /** Takes a port that is published already; if another program has it by now, so be it. */
    public synchronized void retake(String protocol, String address, int port) {
        try {
            hold(protocol, address, port);
        } catch (PortTakenException taken) {
            LOG.warn("A published port is also used by another program: {}", taken.getMessage());
        }
    }

    /** Gives a port back. */
    public synchronized void release(String protocol, String address, int port) {
        Key key = new Key(protocol, port);
        Map<String, Holder> holders = held.get(key);
        Holder holder = holders == null ? null : holders.remove(address);
        if (holders != null && holders.isEmpty()) {
            held.remove(key);
        }
        if (holder != null) {
            holder.close();
        }
    }

    private void hold(String protocol, String address, int port) {
        Map<String, Holder> holders = held.computeIfAbsent(new Key(protocol, port), key -> new HashMap<>());
        boolean overlaps = address.equals(Publication.ANY) ? !holders.isEmpty() : holders.containsKey(Publication.ANY);
        if (overlaps || holders.containsKey(address)) {
            throw new PortTakenException("Bind for " + address + ":" + port + " failed: port is already allocated");
        }
        try {
            holders.put(address, new Holder(open(protocol, new InetSocketAddress(address, port))));
        } catch (IOException failure) {
            throw new PortTakenException("listen " + protocol + "4 " + address + ":" + port + ": bind: "
                    + reason(failure).toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof BindException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }

    private static @Nullable NetworkChannel open(String protocol, InetSocketAddress address) throws IOException {
        return switch (protocol) {
            case "tcp" -> bound(ServerSocketChannel.open(StandardProtocolFamily.INET), address);
            case "udp" -> bound(DatagramChannel.open(StandardProtocolFamily.INET), address);
            default -> null;
        };
    }

    private static NetworkChannel bound(NetworkChannel channel, InetSocketAddress address) throws IOException {
        try {
            if (channel instanceof ServerSocketChannel server) {
                return server.bind(address, 1);
            }
            return channel.bind(address);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }
}
