package dev.davit.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLimitTests {

    private static final long MIB = 1024 * 1024;

    @Test
    void heapHasRoomForItsRequestsBesideTheApplication() {
        assertThat(ConnectionLimit.of(128 * MIB, 1)).isEqualTo(512);
        assertThat(ConnectionLimit.of(1024 * MIB, 1)).isEqualTo(6246);
    }

    @Test
    void listenersShareIt() {
        assertThat(ConnectionLimit.of(128 * MIB, 2)).isEqualTo(256);
        assertThat(ConnectionLimit.of(128 * MIB, 0)).isEqualTo(512);
    }

    @Test
    void smallHeapServesSomeAndLargeOneIsNotEndless() {
        assertThat(ConnectionLimit.of(16 * MIB, 3)).isEqualTo(100);
        assertThat(ConnectionLimit.of(Long.MAX_VALUE, 1)).isEqualTo(20_000);
    }
}
