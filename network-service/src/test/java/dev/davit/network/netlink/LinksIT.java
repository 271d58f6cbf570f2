package dev.davit.network.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinksIT {

    private static final byte[] MAC = {0x02, 0x42, 0, 0, 0, 1};

    @Test
    void deleteOfALinkThatIsGoneDoesNothing() {
        try (Kernel kernel = new Kernel()) {
            kernel.execute(host -> {
                host.createBridge("dvtest-links", MAC, 1500);
                int bridge = host.index("dvtest-links").orElseThrow();
                host.delete(bridge);
                host.delete(bridge);
                assertThat(host.index("dvtest-links")).isEmpty();
            });
        }
    }
}
