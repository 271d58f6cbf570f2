package dev.davit.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTests {

    @ParameterizedTest
    @CsvSource({
        "PT0.5S,Less than a second",
        "PT1S,1 second",
        "PT59S,59 seconds",
        "PT1M,About a minute",
        "PT59M,59 minutes",
        "PT1H,About an hour",
        "PT47H,47 hours",
        "P13D,13 days",
        "P15D,2 weeks",
        "P100D,3 months",
        "P800D,2 years"
    })
    void durationsAreSaidRoughly(Duration duration, String words) {
        assertThat(Times.human(duration)).isEqualTo(words);
    }

    @Test
    void timesAreSecondsOrRfc3339OrAgo() {
        assertThat(Times.parse("")).isNull();
        assertThat(Times.parse("10.5")).isEqualTo(Instant.ofEpochSecond(10, 500_000_000));
        assertThat(Times.parse("2026-01-02T03:04:05Z")).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(Times.parse("2026-01-02T03:04:05+01:00")).isEqualTo(Instant.parse("2026-01-02T02:04:05Z"));
        assertThat(Times.parse("1h30m"))
                .isBetween(Instant.now().minusSeconds(5500), Instant.now().minusSeconds(5300));
    }
}
