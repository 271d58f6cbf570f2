package dev.davit.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.platform.error.DavitException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTests {

    @Test
    void defaultIsFourteen() {
        assertThat(Capabilities.of(List.of(), List.of(), false)).hasSize(14).isEqualTo(Capabilities.DEFAULT);
    }

    @Test
    void dropAllThenAddLeavesWhatWasAdded() {
        assertThat(Capabilities.of(List.of("net_admin"), List.of("ALL"), false)).containsExactly("CAP_NET_ADMIN");
    }

    @Test
    void addAllGivesWhatTheEngineCanGive() {
        assertThat(Capabilities.of(List.of("all"), List.of("CAP_CHOWN"), false))
                .contains("CAP_KILL")
                .doesNotContain("CAP_CHOWN");
    }

    @Test
    void dropTakesOneOfTheDefaults() {
        assertThat(Capabilities.of(List.of(), List.of("MKNOD"), false))
                .hasSize(13)
                .doesNotContain("CAP_MKNOD");
    }

    @Test
    void unknownNameIsInvalid() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> Capabilities.of(List.of("fly"), List.of(), false))
                .withMessage("invalid capability: unknown capability: \"CAP_FLY\"");
    }
}
