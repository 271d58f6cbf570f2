package dev.davit.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivePagesTests {

    private static final String CLEAN = "Anonymous:             0 kB";

    private static List<ArchivePages.Range> untouched(String... smaps) {
        return ArchivePages.untouched(List.of(smaps));
    }

    @Test
    void untouchedWhenReadOnlyAndNeverWrittenIsARange() {
        assertThat(untouched("80312c000-807240000 r--p 0312c000 fe:00 5439741      /srv/engine/app.aot", CLEAN))
                .containsExactly(new ArchivePages.Range(0x80312c000L, 0x807240000L));
    }

    @Test
    void untouchedWhenAPageWasWrittenIsNone() {
        assertThat(untouched("800001000-80312c000 r--p 00001000 fe:00 5439741 /srv/app.aot", "Anonymous:      4 kB"))
                .isEmpty();
    }

    @Test
    void untouchedWhenWritableIsNone() {
        assertThat(untouched("800001000-80312c000 rw-p 00001000 fe:00 5439741 /srv/app.aot", CLEAN))
                .isEmpty();
    }

    @Test
    void untouchedWhenTheNextMappingIsOfAnotherFileIsNone() {
        assertThat(untouched(
                        "7f0000000000-7f0000001000 r--p 00000000 fe:00 1 /srv/app.jar",
                        CLEAN,
                        "7f0000001000-7f0000002000 rw-p 00000000 00:00 0 ",
                        CLEAN))
                .isEmpty();
    }
}
