package dev.davit.network;

/** Another machine on the host's network: a namespace with a link to it, and a route to everything over it. */
final class Neighbour implements AutoCloseable {

    static final String HOST = "10.213.77.1";

    private static final String OWN = "10.213.77.2";
    private static final String NAME = "dvtest-neigh";

    Neighbour() {
        close(); // what a killed run left
        Shell.Result made = Shell.run("ip netns add " + NAME
                + " && ip link add dvtest-n0 type veth peer name dvtest-n1 netns " + NAME
                + " && ip addr add " + HOST + "/24 dev dvtest-n0 && ip link set dvtest-n0 up && "
                + " ip -n " + NAME + " addr add " + OWN + "/24 dev dvtest-n1 && ip -n " + NAME
                + " link set dvtest-n1 up && ip -n " + NAME + " route add default via " + HOST);
        if (!made.ok()) {
            close();
            throw new IllegalStateException(made.output());
        }
    }

    String greeting(String address, int port) {
        return Shell.greeting("/run/netns/" + NAME, address, port);
    }

    /** Sends what is for 127.0.0.1 out on the wire. */
    void routeLoopbackToHost() {
        String in = "ip netns exec " + NAME + " ";
        Shell.run(in + "sysctl -qw net.ipv4.conf.all.route_localnet=1; " + in + "ip route flush table local; "
                + in + "ip route add local " + OWN + " dev dvtest-n1 table local; "
                + in + "ip route add 127.0.0.1/32 via " + HOST);
        String route = Shell.run(in + "ip route get 127.0.0.1").output();
        if (!route.contains("via " + HOST)) {
            throw new IllegalStateException(route);
        }
    }

    @Override
    public void close() {
        Shell.run("ip link delete dvtest-n0; ip netns delete " + NAME);
    }
}
