package dev.davit.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|1",
                "soon|1",
                "0|1",
                "30|30",
                "99999999999|3600",
                "Fri, 01 Jan 2027 00:00:20 GMT|20",
                "Fri, 01 Jan 2027 23:00:00 GMT|3600",
                "Thu, 31 Dec 2026 23:00:00 GMT|1"
            })
    void retryAfterIsSecondsOrADateWithinReason(String wish, long seconds) {
        assertThat(Pause.parse(wish, Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo(Duration.ofSeconds(seconds));
    }
}
