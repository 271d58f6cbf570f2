package dev.davit.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.contracts.engine.StatsSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadersTests {

    @Test
    void unifiedBlockLinesAreRead() {
        assertThat(BlockUse.unified(List.of("8:16 rbytes=12 wbytes=34 rios=1 wios=2 dbytes=0 dios=0")))
                .containsExactly(
                        new StatsSample.BlockIo(8, 16, "read", 12), new StatsSample.BlockIo(8, 16, "write", 34));
    }

    @Test
    void legacyBlockLinesAreRead() {
        assertThat(BlockUse.legacy(List.of("8:16 Read 12", "8:16 Write 34", "8:16 Sync 1", "Total 46")))
                .containsExactly(
                        new StatsSample.BlockIo(8, 16, "read", 12), new StatsSample.BlockIo(8, 16, "write", 34));
    }

    @Test
    void interfacesButLoopbackAreRead() {
        List<String> lines = List.of(
                "Inter-|   Receive                                                |  Transmit",
                " face |bytes    packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo",
                "    lo:     100       1    0    0    0     0          0         0      100       1    0    0    0",
                "  eth0:    1000      10    1    2    0     0          0         0     2000      20    3    4    0");
        assertThat(InterfaceUse.parse(lines))
                .containsOnlyKeys("eth0")
                .containsEntry("eth0", new StatsSample.Interface(1000, 10, 1, 2, 2000, 20, 3, 4));
    }
}
