package dev.davit.engine.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.platform.error.DavitException;
import org.junit.jupiter.api.Test;

class DetachKeysTests {

    @Test
    void usualKeysAreControlPAndControlQ() {
        assertThat(DetachKeys.parse("", true)).containsExactly(16, 17);
    }

    @Test
    void keysAreBytes() {
        assertThat(DetachKeys.parse("ctrl-@,a,ctrl-[,ctrl-_", true)).containsExactly(0, 97, 27, 31);
    }

    @Test
    void withoutTerminalNothingDetaches() {
        assertThat(DetachKeys.parse("ctrl-p", false)).isEmpty();
    }

    @Test
    void nonsenseIsInvalid() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> DetachKeys.parse("ctrl-1", true))
                .withMessage("Invalid detach keys (ctrl-1) provided");
    }
}
