package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More clients than a small heap holds. */
class FloodIT {

    private static final String HALF = "GET /v2/ HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000);

    @TempDir
    private Path folder;

    @Test
    void requestsThatAreNeverEndedDoNotEndTheRegistry() throws Exception {
        RegistryProcess registry = RegistryProcess.launch(folder);
        List<SocketChannel> clients = new ArrayList<>();
        try {
            URI url = URI.create(registry.awaitAnswer());
            for (int i = 0; i < 1000; i++) {
                SocketChannel client = SocketChannel.open();
                client.configureBlocking(false);
                client.connect(new InetSocketAddress(url.getHost(), url.getPort()));
                clients.add(client);
            }
            Thread.sleep(1000);
            assertThat(clients.stream().filter(FloodIT::sendsHalf).count()).isGreaterThan(100);
            Thread.sleep(3000);
            for (SocketChannel client : clients) {
                client.close();
            }
            assertThat(registry.awaitAnswer()).isEqualTo(url.toString());
        } finally {
            registry.kill();
        }
    }

    private static boolean sendsHalf(SocketChannel client) {
        try {
            return client.finishConnect() && client.write(ByteBuffer.wrap(TestRegistry.bytes(HALF))) > 0;
        } catch (IOException refused) {
            return false;
        }
    }
}
