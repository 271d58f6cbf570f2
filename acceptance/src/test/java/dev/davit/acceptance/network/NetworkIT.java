package dev.davit.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Procfs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@OnDavit
class NetworkIT {

    private final DockerCli docker;

    NetworkIT(DockerCli docker) {
        this.docker = docker;
    }

    private String started(String... command) {
        String name = docker.containerName();
        String[] arguments = new String[command.length + 5];
        System.arraycopy(new String[] {"run", "-d", "--name", name, "busybox"}, 0, arguments, 0, 5);
        System.arraycopy(command, 0, arguments, 5, command.length);
        docker.ok(arguments);
        return name;
    }

    private String address(String container) {
        return docker.inspect(container)
                .at("/NetworkSettings/Networks/bridge/IPAddress")
                .asString();
    }

    @Test
    void lsShowsTheThreeNetworks() {
        assertThat(docker.ok("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}}")
                        .lines())
                .contains("bridge bridge local", "host host local", "none null local");
    }

    @Test
    void inspectShowsSubnetAndContainers() {
        String name = started("sleep", "1000");

        JsonNode bridge = docker.json("network", "inspect", "bridge").get(0);

        assertThat(bridge.path("Name").asString()).isEqualTo("bridge");
        assertThat(bridge.path("Id").asString()).matches("[0-9a-f]{64}");
        assertThat(bridge.at("/IPAM/Config/0/Gateway").asString()).isEqualTo(docker.bridgeGateway());
        assertThat(bridge.at("/IPAM/Config/0/Subnet").asString()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+");
        JsonNode endpoint =
                bridge.path("Containers").path(docker.inspect(name).path("Id").asString());
        assertThat(endpoint.path("Name").asString()).isEqualTo(name);
        assertThat(endpoint.path("IPv4Address").asString()).startsWith(address(name) + "/");
    }

    @Test
    void inspectOfUnknownNetworkFails() {
        docker.run("network", "inspect", "nosuchnet")
                .failsWith(1, "Error response from daemon: network nosuchnet not found");
    }

    @Test
    void containerHasAddressRouteAndNamesOfItsOwn() {
        String name = started("sleep", "1000");
        String address = address(name);
        String id = docker.inspect(name).path("Id").asString();

        assertThat(docker.ok("exec", name, "ip", "-o", "-4", "addr", "show", "eth0"))
                .contains(" " + address + "/");
        assertThat(docker.ok("exec", name, "ip", "route"))
                .startsWith("default via " + docker.bridgeGateway() + " dev eth0");
        assertThat(docker.ok("exec", name, "cat", "/etc/hosts"))
                .containsPattern("127\\.0\\.0\\.1\\s+localhost")
                .containsPattern(address + "\\s+" + id.substring(0, 12));
        assertThat(docker.ok("exec", name, "cat", "/sys/class/net/eth0/operstate"))
                .isEqualTo("up");
    }

    @Test
    void addressesAreDistinctAndInTheSubnet() {
        List<String> addresses = List.of(
                address(started("sleep", "1000")),
                address(started("sleep", "1000")),
                address(started("sleep", "1000")));

        String gateway = docker.bridgeGateway();
        String prefix = gateway.substring(0, gateway.lastIndexOf('.'));
        assertThat(addresses).doesNotHaveDuplicates().doesNotContain(gateway);
        assertThat(addresses).allMatch(address -> address.startsWith(prefix + "."));
    }

    @Test
    void containersReachOneAnother() {
        String server = started("sh", "-c", "echo from a container > /index.html; exec httpd -f -p 80");

        String answer = docker.ok(
                "run",
                "--rm",
                "busybox",
                "sh",
                "-c",
                "until wget -qO- http://" + address(server) + "/; do sleep 0.1; done");

        assertThat(answer).isEqualTo("from a container");
    }

    @Test
    void containerReachesTheHostByTheGateway() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "from the host\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://" + docker.bridgeGateway() + ":"
                    + server.getAddress().getPort() + "/";

            assertThat(docker.ok("run", "--rm", "busybox", "wget", "-qO-", url)).isEqualTo("from the host");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void hostNetworkIsThatOfTheHost() {
        String name = docker.containerName();
        docker.ok("run", "-d", "--network", "host", "--name", name, "busybox", "sleep", "1000");

        assertThat(new Procfs(docker.pid(name)).namespace("net"))
                .isEqualTo(new Procfs(ProcessHandle.current().pid()).namespace("net"));
    }

    @Test
    void noneNetworkHasLoopbackAlone() {
        assertThat(docker.ok("run", "--rm", "--network", "none", "busybox", "ls", "/sys/class/net"))
                .isEqualTo("lo");
        assertThat(docker.ok("run", "--rm", "--network", "none", "busybox", "ip", "-o", "addr", "show", "lo"))
                .contains("inet 127.0.0.1/8");
    }

    @Test
    void networkOfAnotherContainerIsShared() {
        String first = started("sleep", "1000");
        String second = docker.containerName();
        docker.ok("run", "-d", "--network", "container:" + first, "--name", second, "busybox", "sleep", "1000");

        assertThat(new Procfs(docker.pid(second)).namespace("net"))
                .isEqualTo(new Procfs(docker.pid(first)).namespace("net"));
    }

    @Test
    void extraHostsAndNameServersAreWritten() {
        String shown = docker.ok(
                "run",
                "--rm",
                "--add-host",
                "other:10.9.8.7",
                "--dns",
                "10.1.2.3",
                "--dns-search",
                "example.test",
                "busybox",
                "sh",
                "-c",
                "grep other /etc/hosts | tr '\\t' ' '; grep -v '^#' /etc/resolv.conf");

        assertThat(shown.lines())
                .containsSequence("10.9.8.7 other")
                .contains("nameserver 10.1.2.3", "search example.test");
    }

    @Test
    void nameServersAreThoseOfTheHost() throws IOException {
        List<String> servers = Files.readAllLines(Path.of("/etc/resolv.conf")).stream()
                .filter(line -> line.startsWith("nameserver") && !line.matches("nameserver\\s+(127\\.|::1).*"))
                .toList();

        assertThat(docker.ok("run", "--rm", "busybox", "cat", "/etc/resolv.conf")
                        .lines())
                .containsAll(servers);
    }
}
