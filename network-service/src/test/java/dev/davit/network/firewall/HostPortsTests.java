package dev.davit.network.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostPortsTests {

    private final HostPorts ports = new HostPorts();
    private int taken;

    @AfterEach
    void release() {
        ports.release("tcp", "127.0.0.1", taken);
        ports.release("tcp", "0.0.0.0", taken);
    }

    @Test
    void takeWhenPublishedAlreadySaysAllocated() {
        taken = ports.take("tcp", "127.0.0.1", 0);
        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> ports.take("tcp", "0.0.0.0", taken))
                .withMessage("Bind for 0.0.0.0:" + taken + " failed: port is already allocated");
        assertThat(ports.take("udp", "127.0.0.1", taken)).isEqualTo(taken);
        ports.release("udp", "127.0.0.1", taken);
    }

    @Test
    void takeWhenAnotherProgramListensSaysInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(() -> ports.take("tcp", "127.0.0.1", port))
                    .withMessage("listen tcp4 127.0.0.1:" + port + ": bind: address already in use");
        }
    }

    @Test
    void takeWhenAddressIsNotOfThisHostSaysSo() {
        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> ports.take("tcp", "203.0.113.7", 18080))
                .withMessage("listen tcp4 203.0.113.7:18080: bind: cannot assign requested address");
    }

    @Test
    void takeHoldsThePortAgainstOthersUntilReleased() throws IOException {
        taken = ports.take("tcp", "127.0.0.1", 0);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new ServerSocket(taken, 1, InetAddress.ofLiteral("127.0.0.1")).close());
        ports.release("tcp", "127.0.0.1", taken);
        try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.ofLiteral("127.0.0.1"));
                Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), taken)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(other.isBound()).isTrue();
        }
    }

    @Test
    void takeAnyGivesEachOnceFromTheLocalRange() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            given.add(ports.take("tcp", "127.0.0.1", 0));
        }
        assertThat(given).hasSize(50).allSatisfy(port -> assertThat(port).isBetween(32768, 60999));
        given.forEach(port -> ports.release("tcp", "127.0.0.1", port));
    }
}
