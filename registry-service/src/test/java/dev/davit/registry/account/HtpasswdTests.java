package dev.davit.registry.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.access.BadInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtpasswdTests {

    private static final String HASH = "$2y$05$" + "a".repeat(53);

    @Test
    void usersAreReadWithTheirHashes() {
        assertThat(Htpasswd.parse(List.of("# people", "", "alice:" + HASH, " bob:" + HASH)))
                .containsExactly(java.util.Map.entry("alice", HASH), java.util.Map.entry("bob", HASH));
    }

    @Test
    void otherHashesAreRefusedWithTheirLine() {
        for (String line :
                List.of("alice:$apr1$x$y", "alice:secret", "alice", "a b:" + HASH, "alice:$2y$31$" + "a".repeat(53))) {
            assertThatExceptionOfType(BadInput.class).isThrownBy(() -> Htpasswd.parse(List.of("bob:" + HASH, line)));
        }
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> Htpasswd.parse(List.of("bob:" + HASH, "alice:{SHA}x")))
                .withMessageContaining("line 2");
    }
}
