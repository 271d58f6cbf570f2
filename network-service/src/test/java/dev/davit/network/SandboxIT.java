package dev.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.NetworkSpec;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {

    @TempDir
    static Path folder;

    private static TestPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform(folder, "dvtest1");
        platform.start();
    }

    @AfterAll
    static void stop() throws Exception {
        platform.close();
    }

    @AfterEach
    void removeEverything() throws Exception {
        platform.api().sandboxes().forEach(sandbox -> platform.api().removeSandbox(sandbox.id()));
        platform.api().networks().stream()
                .filter(network -> !network.predefined())
                .forEach(network -> platform.api().removeNetwork(network.id()));
        assertThat(platform.settledRemains()).isEmpty();
    }

    @Test
    void sandboxesOfOneNetworkReachOneAnotherAndTheHost() {
        Sandbox one = create("bridge");
        Sandbox two = create("default");
        assertThat(ping(one, address(two))).isTrue();
        assertThat(ping(two, two.endpoints().getFirst().ipv4Gateway())).isTrue();
    }

    @Test
    void sandboxHasWhatDockerGivesIt() throws IOException {
        Sandbox sandbox = create("bridge");
        Endpoint endpoint = sandbox.endpoints().getFirst();
        assertThat(endpoint.macAddress()).startsWith("02:42:");
        assertThat(in(sandbox, "ip -o link show eth0")).contains(endpoint.macAddress());
        assertThat(in(sandbox, "ip route")).contains("default via " + endpoint.ipv4Gateway() + " dev eth0");
        assertThat(in(
                        sandbox,
                        "cat /proc/sys/net/ipv6/conf/eth0/disable_ipv6 /proc/sys/net/ipv6/conf/eth0/accept_ra"
                                + " /proc/sys/net/ipv4/ip_unprivileged_port_start"))
                .isEqualTo("1\n0\n0");
        assertThat(Files.readString(Path.of(sandbox.hostsPath()))).contains(address(sandbox) + "\t");
        assertThat(Files.readString(Path.of(sandbox.resolvConfPath()))).contains("nameserver ");
        assertThat(Path.of(sandbox.hostnamePath())).hasContent(sandbox.id().substring(0, 12) + "\n");
    }

    @Test
    void namespaceOfAUserNamespaceIsUsedAndOutlivesItsMaker() throws Exception {
        Process maker = new ProcessBuilder(
                        "unshare", "--user", "--net", "sh", "-c", "readlink /proc/self/ns/net; read end")
                .start();
        try {
            String given = maker.inputReader().readLine();
            SandboxSpec spec = platform.spec("/proc/" + maker.pid() + "/ns/net", 100_007, any(0));
            Sandbox sandbox = platform.api().createSandbox(spec);
            maker.destroyForcibly().waitFor();
            assertThat(in(sandbox, "readlink /proc/self/ns/net")).isEqualTo(given);
            assertThat(ping(sandbox, sandbox.endpoints().getFirst().ipv4Gateway()))
                    .isTrue();
            for (String file : List.of(sandbox.hostsPath(), sandbox.hostnamePath(), sandbox.resolvConfPath())) {
                assertThat(Files.getAttribute(Path.of(file), "unix:uid")).isEqualTo(100_007);
                assertThat(Files.getPosixFilePermissions(Path.of(file))).contains(PosixFilePermission.OTHERS_READ);
            }
        } finally {
            maker.destroyForcibly();
        }
    }

    @Test
    void createSandboxWhenNamespaceIsNotThereLeavesNothing() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> platform.api().createSandbox(platform.spec("/proc/0/ns/net", 1)))
                .withMessageContaining("/proc/0/ns/net");
        assertThat(platform.api().sandboxes()).isEmpty();
    }

    @Test
    void createSandboxWhenAskedAgainGivesTheSame() {
        SandboxSpec spec = platform.spec("bridge", any(0));
        assertThat(platform.api().createSandbox(spec))
                .isEqualTo(platform.api().createSandbox(spec))
                .isEqualTo(platform.api().sandbox(spec.id()));
    }

    @Test
    void createSandboxAfterRemovalOfTheSameIdWorksAtOnce() {
        SandboxSpec spec = platform.spec("bridge");
        for (int i = 0; i < 5; i++) {
            Sandbox sandbox = platform.api().createSandbox(spec);
            assertThat(ping(sandbox, sandbox.endpoints().getFirst().ipv4Gateway()))
                    .isTrue();
            platform.api().removeSandbox(spec.id());
        }
    }

    @Test
    void publishedPortAnswersOnEveryAddressAndToContainers() throws Exception {
        Sandbox server = create("bridge", any(0), new PortBinding(80, "tcp", "127.0.0.1", 0));
        Sandbox other = create("bridge");
        int port = server.ports().getFirst().hostPort();
        Process process = Shell.serve(netns(server), 80, "welcome");
        try {
            assertThat(server.ports().getFirst().hostIp()).isEqualTo("0.0.0.0");
            assertThat(Shell.greeting("", "127.0.0.1", port)).isEqualTo("welcome");
            assertThat(Shell.greeting("", hostAddress(), port)).isEqualTo("welcome");
            assertThat(Shell.greeting("", "127.0.0.1", server.ports().get(1).hostPort()))
                    .isEqualTo("welcome");
            assertThat(Shell.greeting(netns(other), hostAddress(), port)).isEqualTo("welcome");
            assertThat(Shell.greeting(netns(server), hostAddress(), port)).isEqualTo("welcome");
            platform.api().removeSandbox(server.id());
            assertThat(Shell.greeting("", "127.0.0.1", port)).isEmpty();
        } finally {
            process.destroy();
        }
    }

    @Test
    void neighboursReachPublishedPortsOnly() throws Exception {
        Sandbox server = create("bridge", any(0), new PortBinding(80, "tcp", "127.0.0.1", 0));
        int open = server.ports().get(0).hostPort();
        int loopback = server.ports().get(1).hostPort();
        Process process = Shell.serve(netns(server), 80, "welcome");
        try (Neighbour neighbour = new Neighbour()) {
            assertThat(neighbour.greeting(Neighbour.HOST, open)).isEqualTo("welcome");
            assertThat(neighbour.greeting(address(server), 80)).isEmpty();
            assertThat(neighbour.greeting(Neighbour.HOST, loopback)).isEmpty();
            neighbour.routeLoopbackToHost();
            assertThat(neighbour.greeting("127.0.0.1", loopback)).isEmpty();
            assertThat(neighbour.greeting("127.0.0.1", open)).isEmpty();
        } finally {
            process.destroy();
        }
    }

    @Test
    void containerCannotForgeLoopback() throws Exception {
        Sandbox server = create("bridge", new PortBinding(80, "tcp", "127.0.0.1", 0));
        Sandbox attacker = create("bridge");
        Process process = Shell.serve(netns(server), 80, "welcome");
        try {
            in(attacker, "sysctl -qw net.ipv4.conf.all.route_localnet=1");
            in(attacker, "ip route flush table local");
            in(attacker, "ip route add local " + address(attacker) + " dev eth0 table local");
            in(
                    attacker,
                    "ip route add 127.0.0.1/32 via "
                            + attacker.endpoints().getFirst().ipv4Gateway());
            assertThat(in(attacker, "ip route get 127.0.0.1")).contains("dev eth0");
            assertThat(Shell.greeting(
                            netns(attacker),
                            "127.0.0.1",
                            server.ports().getFirst().hostPort()))
                    .isEmpty();
        } finally {
            process.destroy();
        }
    }

    @Test
    void createSandboxWhenPortIsTakenLeavesNothing() throws Exception {
        Sandbox first = create("bridge", any(0));
        int published = first.ports().getFirst().hostPort();
        try (ServerSocket other = new ServerSocket(0)) {
            int used = other.getLocalPort();
            refused(
                    any(published),
                    ErrorKind.CONFLICT,
                    "Bind for 0.0.0.0:" + published + " failed: port is already allocated");
            refused(any(used), ErrorKind.CONFLICT, "listen tcp4 0.0.0.0:" + used + ": bind: address already in use");
        }
        platform.api().removeSandbox(first.id());
        assertThat(platform.settledRemains()).isEmpty();
    }

    @Test
    void hundredSandboxesAtOnceHaveHundredAddresses() throws Exception {
        Set<String> addresses = ConcurrentHashMap.newKeySet();
        Callable<Boolean> call = () -> addresses.add(address(create("bridge", any(0))));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> calls =
                    callers.invokeAll(Stream.generate(() -> call).limit(100).toList());
            for (Future<Boolean> done : calls) {
                assertThat(done.get()).isTrue();
            }
            callers.invokeAll(platform.api().sandboxes().stream()
                    .map(sandbox -> (Callable<Boolean>) () -> {
                        platform.api().removeSandbox(sandbox.id());
                        return true;
                    })
                    .toList());
        }
        assertThat(addresses).hasSize(100);
    }

    @Test
    void twoHundredPortsAreOneSandbox() throws Exception {
        PortBinding[] ports = IntStream.range(0, 200)
                .mapToObj(i -> new PortBinding(80, "tcp", "127.0.0.1", 0))
                .toArray(PortBinding[]::new);
        Sandbox sandbox = create("bridge", ports);
        Process process = Shell.serve(netns(sandbox), 80, "welcome");
        try {
            assertThat(sandbox.ports()).hasSize(200);
            assertThat(Shell.greeting("", "127.0.0.1", sandbox.ports().getLast().hostPort()))
                    .isEqualTo("welcome");
        } finally {
            process.destroy();
        }
    }

    @Test
    void hostModeHasFilesButNoNamespace() {
        Sandbox sandbox = create("host", any(8080));
        assertThat(sandbox.netns()).isNull();
        assertThat(sandbox.ports()).isEmpty();
        assertThat(Path.of(sandbox.hostsPath())).hasSameTextualContentAs(Path.of("/etc/hosts"));
    }

    @Test
    void noneModeHasLoopbackOnly() {
        Sandbox sandbox = create("none");
        assertThat(in(sandbox, "ip -o link").lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("lo:");
        assertThat(in(sandbox, "ip -o addr")).contains("127.0.0.1/8");
    }

    @Test
    void networksAreApart() {
        Network apart = network("apart", false);
        Network closed = network("closed", true);
        Sandbox bridged = create("bridge");
        Sandbox one = create("apart");
        Sandbox two = create(apart.id());
        Sandbox in = create(closed.name());
        assertThat(ping(one, address(two))).isTrue();
        assertThat(ping(one, address(bridged))).isFalse();
        assertThat(ping(bridged, address(one))).isFalse();
        assertThat(ping(one, address(in))).isFalse();
        assertThat(ping(in, hostAddress())).isFalse();
        assertThat(platform.api().network("apart").endpoints()).hasSize(2);
    }

    @Test
    void networkIsMadeAndRemovedAsDockerDoes() {
        Network apart = network("apart", false);
        assertThat(apart.subnets()).hasSize(1);
        assertRefused(() -> network("apart", false), ErrorKind.CONFLICT, "network with name apart already exists");
        assertRefused(
                () -> platform.api().removeNetwork("bridge"),
                ErrorKind.FORBIDDEN,
                "bridge is a pre-defined network and cannot be removed");
        assertRefused(() -> platform.api().network("absent"), ErrorKind.NOT_FOUND, "network absent not found");
        Sandbox sandbox = create("apart");
        assertRefused(
                () -> platform.api().removeNetwork("apart"),
                ErrorKind.FORBIDDEN,
                "error while removing network: network apart id " + apart.id() + " has active endpoints");
        platform.api().removeSandbox(sandbox.id());
        platform.api().removeNetwork("apart");
        assertThat(Shell.run("ip link show br-" + apart.id().substring(0, 12)).ok())
                .isFalse();
    }

    @Test
    void staticAddressIsGivenOnUserNetworksOnly() {
        Network apart = network("apart", false);
        String wish = apart.subnets().getFirst().gateway().replaceAll("\\.1$", ".77");
        EndpointSpec still = new EndpointSpec(List.of("db"), List.of(), wish, null, null, Map.of());
        Sandbox sandbox = platform.api().createSandbox(platform.spec("apart", Map.of("apart", still)));
        assertThat(address(sandbox)).isEqualTo(wish);
        assertRefused(
                () -> platform.api().createSandbox(platform.spec("apart", Map.of("apart", still))),
                ErrorKind.CONFLICT,
                "Address already in use");
        assertRefused(
                () -> platform.api().createSandbox(platform.spec("bridge", Map.of("bridge", still))),
                ErrorKind.INVALID,
                "invalid config for network bridge: invalid endpoint settings:\n"
                        + "user-specified IP address is supported on user-defined networks only");
    }

    @Test
    void containersOfAUserNetworkKnowOneAnothersNames() throws IOException {
        network("apart", false);
        EndpointSpec named = new EndpointSpec(List.of("db"), List.of(), null, null, null, Map.of());
        Sandbox first = create("apart");
        Sandbox second = platform.api().createSandbox(platform.spec("apart", Map.of("apart", named)));
        String line = address(second) + "\t" + second.endpoints().getFirst().containerName() + " db ";
        assertThat(Files.readString(Path.of(first.hostsPath()))).contains(line);
        assertThat(Files.readString(Path.of(second.hostsPath()))).contains(address(first) + "\tc");
        platform.api().removeSandbox(second.id());
        assertThat(Files.readString(Path.of(first.hostsPath())))
                .doesNotContain(line)
                .contains("localhost");
    }

    @Test
    void statusSaysWhatIsMissing() {
        assertThat(platform.api().status().drivers()).containsExactly("bridge", "host", "null");
        assertThat(platform.api().status().ipv4Forwarding()).isTrue();
        assertThat(platform.api().status().missing()).anyMatch(text -> text.contains("127.0.0.11"));
        assertThat(Shell.run("nft list tables").output()).doesNotContain("-probe");
    }

    @Test
    void flushedTableIsRestored() throws Exception {
        Sandbox server = create("bridge", any(0));
        Process process = Shell.serve(netns(server), 80, "welcome");
        try {
            Shell.run("nft delete table ip dvtest1");
            for (int i = 0; i < 100 && !Shell.run("nft list table ip dvtest1").ok(); i++) {
                Thread.sleep(20);
            }
            assertThat(Shell.greeting("", "127.0.0.1", server.ports().getFirst().hostPort()))
                    .isEqualTo("welcome");
        } finally {
            process.destroy();
        }
    }

    private static void refused(PortBinding port, ErrorKind kind, String end) {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> create("bridge", any(0), port))
                .withMessageStartingWith("driver failed programming external connectivity on endpoint c")
                .withMessageEndingWith(end)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private static void assertRefused(Runnable call, ErrorKind kind, String message) {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private static Network network(String name, boolean internal) {
        return platform.api()
                .createNetwork(
                        new NetworkSpec(name, "bridge", false, internal, false, List.of(), Map.of(), Map.of("a", "b")));
    }

    private static Sandbox create(String mode, PortBinding... ports) {
        return platform.api().createSandbox(platform.spec(mode, ports));
    }

    private static PortBinding any(int hostPort) {
        return new PortBinding(80, "tcp", "", hostPort);
    }

    private static String netns(Sandbox sandbox) {
        return Objects.requireNonNull(sandbox.netns());
    }

    private static String address(Sandbox sandbox) {
        return sandbox.endpoints().getFirst().ipv4Address();
    }

    private static boolean ping(Sandbox from, String address) {
        return Shell.in(netns(from), "busybox ping -c1 -W1 " + address).ok();
    }

    private static String in(Sandbox sandbox, String line) {
        return Shell.in(netns(sandbox), line).output();
    }

    private static String hostAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(link -> link.getName().startsWith("e"))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof java.net.Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
