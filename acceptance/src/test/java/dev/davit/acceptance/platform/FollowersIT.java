package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that stay connected, more of them than the services' heaps hold. */
@OnDavit
@AnyRuntime
class FollowersIT {

    private static final byte[] EVENTS =
            "GET /v1.45/events HTTP/1.1\r\nHost: davit\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final DockerCli docker;
    private final Platform platform;

    FollowersIT(DockerCli docker, Platform platform) {
        this.docker = docker;
        this.platform = platform;
    }

    @Test
    void followersOfEventsBeyondTheLimitEndNoService() throws Exception {
        List<Long> services = pids();
        List<SocketChannel> followers = new ArrayList<>();
        try {
            for (int i = 0; i < 800 && follow(followers); i++) {
                assertThat(followers).hasSize(i + 1);
            }
            assertThat(followers).hasSizeGreaterThan(400);
            Thread.sleep(5000);
        } finally {
            for (SocketChannel follower : followers) {
                follower.close();
            }
        }
        docker.ok("version");
        assertThat(pids()).isEqualTo(services);
    }

    private List<Long> pids() {
        return platform.services().stream().map(ProcessHandle::pid).sorted().toList();
    }

    private boolean follow(List<SocketChannel> followers) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        try {
            channel.connect(UnixDomainSocketAddress.of(platform.socket()));
        } catch (IOException full) {
            channel.close();
            return false;
        }
        channel.write(ByteBuffer.wrap(EVENTS));
        return followers.add(channel);
    }
}
