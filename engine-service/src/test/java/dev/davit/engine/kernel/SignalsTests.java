package dev.davit.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.platform.error.DavitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTests {

    @ParameterizedTest
    @CsvSource({
        "TERM, 15",
        "SIGTERM, 15",
        "sigkill, 9",
        "15, 15",
        "HUP, 1",
        "USR1, 10",
        "SYS, 31",
        "RTMIN, 34",
        "RTMIN+3, 37",
        "SIGRTMAX-1, 63",
        "64, 64"
    })
    void parseKnowsNamesAndNumbers(String text, int number) {
        assertThat(Signals.parse(text, 0)).isEqualTo(number);
    }

    @Test
    void parseOfNothingIsTheFallback() {
        assertThat(Signals.parse(null, Signals.TERM)).isEqualTo(15);
        assertThat(Signals.parse("", Signals.KILL)).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "9999999999", "SIGNOPE", "-9", "RTMIN+99"})
    void parseRefusesTheRest(String text) {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> Signals.parse(text, 0))
                .withMessage("invalid signal: " + text);
    }
}
