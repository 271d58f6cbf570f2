package dev.davit.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.Command;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.HostFacts;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Peer;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Session;
import dev.davit.acceptance.fixture.Wait;
import dev.davit.acceptance.fixture.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ports of containers on the host. */
@OnDavit
class PublishIT {

    private final DockerCli docker;

    PublishIT(DockerCli docker) {
        this.docker = docker;
    }

    private String web(String... options) {
        String name = docker.containerName();
        docker.ok(Stream.of(
                        Stream.of("run", "-d", "--name", name),
                        Stream.of(options),
                        Stream.of("busybox", "sh", "-c", "echo " + name + " > /index.html; exec httpd -f -p 80"))
                .flatMap(part -> part)
                .toArray(String[]::new));
        return name;
    }

    private int port(String name) {
        return docker.inspect(name)
                .at("/NetworkSettings/Ports/80~1tcp/0/HostPort")
                .asInt();
    }

    @Test
    void portIsChosenWhenNoneIsGiven() {
        String name = web("-p", "80");

        assertThat(port(name)).isPositive();
        assertThat(Web.get("127.0.0.1", port(name))).isEqualTo(name + "\n");
    }

    @Test
    void portAnswersOnEveryAddressOfTheHost() {
        String name = web("-p", "80");

        assertThat(Web.get("127.0.0.1", port(name))).isEqualTo(name + "\n");
        assertThat(Web.get(docker.bridgeGateway(), port(name))).isEqualTo(name + "\n");
    }

    @Test
    void portOfLoopbackAnswersThereAlone() {
        String name = web("-p", "127.0.0.1::80");

        assertThat(Web.get("127.0.0.1", port(name))).isEqualTo(name + "\n");
        assertThat(Web.answers(docker.bridgeGateway(), port(name))).isFalse();
    }

    @Test
    void rangeOfPortsIsPublishedOneByOne() {
        String name = web("-p", "80", "-p", "81", "-p", "82/udp");

        JsonNode ports = docker.inspect(name).at("/NetworkSettings/Ports");

        assertThat(ports.propertyNames()).containsExactlyInAnyOrder("80/tcp", "81/tcp", "82/udp");
        assertThat(IntStream.of(
                        ports.at("/80~1tcp/0/HostPort").asInt(),
                        ports.at("/81~1tcp/0/HostPort").asInt(),
                        ports.at("/82~1udp/0/HostPort").asInt()))
                .allMatch(port -> port > 0);
    }

    @Test
    void containerReachesAPublishedPortByTheHost() {
        String name = web("-p", "80");
        Web.get("127.0.0.1", port(name));

        String url = "http://" + docker.bridgeGateway() + ":" + port(name) + "/";
        assertThat(docker.ok("run", "--rm", "busybox", "wget", "-qO-", url)).isEqualTo(name);
    }

    @Test
    void anotherMachineReachesAPublishedPort() {
        String name = web("-p", "80");
        Web.get("127.0.0.1", port(name));
        try (Peer peer = Peer.beside()) {
            Result result =
                    peer.run("busybox", "wget", "-qO-", "http://" + peer.hostAddress() + ":" + port(name) + "/");

            assertThat(result.ok()).isEqualTo(name);
        }
    }

    @Test
    void containerReachesAnotherMachineByTheAddressOfTheHost() {
        try (Peer peer = Peer.beside();
                Session server = peer.start("busybox", "httpd", "-f", "-vv", "-p", "80")) {
            String url = "http://" + peer.address() + "/";
            // the peer has no route to containers: an answer shows that they go out by the host's address
            Wait.until(
                    "the other machine answers the host",
                    () -> Command.run("busybox", "wget", "-qO-", url).stderr().contains("404 Not Found"));

            Result result = docker.run("run", "--rm", "busybox", "wget", "-qO-", url + "of-container");

            assertThat(result.stderr()).contains("404 Not Found");
            Wait.until(
                    "the other machine logs the address of the host",
                    () -> server.stderr()
                            .lines()
                            .anyMatch(line ->
                                    line.contains(peer.hostAddress() + "]") && line.contains("url:/of-container")));
        }
    }

    @Test
    void datagramsArePublishedToo() {
        int port = Platform.freePort();
        String name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "-p", "127.0.0.1:" + port + ":99/udp", "busybox", "sleep", "1000");

        // nobody listens there (busybox has no UDP server), which the kernel of the container's network counts
        Wait.until("a datagram arrives", () -> {
            Datagrams.send("127.0.0.1", port, "over udp\n");
            return !docker.ok("exec", name, "sed", "-n", "s/^Udp: [0-9]* \\([0-9]*\\) .*/\\1/p", "/proc/net/snmp")
                    .equals("0");
        });
    }

    @Test
    void portIsFreeAgainWhenTheContainerIsStopped() {
        int port = Platform.freePort();
        String first = web("-p", port + ":80");
        Web.get("127.0.0.1", port);

        docker.ok("stop", "-t", "0", first);

        assertThat(Web.answers("127.0.0.1", port)).isFalse();
        String second = web("-p", port + ":80");
        assertThat(Web.get("127.0.0.1", port)).isEqualTo(second + "\n");
    }

    @Test
    void portThatAContainerHasIsRefusedToTheNext(Platform platform) {
        int port = Platform.freePort();
        web("-p", port + ":80");
        HostFacts before = platform.facts();

        Result result = docker.run("run", "--rm", "-p", port + ":80", "busybox", "true");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr())
                .startsWith("docker: Error response from daemon: ")
                .contains("Bind for 0.0.0.0:" + port + " failed: port is already allocated");
        platform.awaitNoMoreThan(before);
    }

    @Test
    void portThatAProcessOfTheHostHasIsRefused(Platform platform) throws IOException {
        HostFacts before = platform.facts();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Result result = docker.run("run", "--rm", "-p", taken.getLocalPort() + ":80", "busybox", "true");

            assertThat(result.exitCode()).isEqualTo(125);
            assertThat(result.stderr())
                    .startsWith("docker: Error response from daemon: ")
                    .contains(":" + taken.getLocalPort())
                    .contains("address already in use");
        }
        platform.awaitNoMoreThan(before);
    }
}
