package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetriesTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void parseReadsSecondsAndDates() {
        assertThat(Retries.parse("7", NOW)).isEqualTo(Duration.ofSeconds(7));
        assertThat(Retries.parse("Thu, 01 Jan 2026 00:00:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Retries.parse("Wed, 31 Dec 2025 00:00:00 GMT", NOW)).isZero();
    }

    @Test
    void parseWhenItIsNeitherIsTooLong() {
        assertThat(Retries.parse("soon", NOW)).isGreaterThan(Duration.ofDays(1));
        assertThat(Retries.parse("99999999999999999999", NOW)).isGreaterThan(Duration.ofDays(1));
    }

    @Test
    void backoffDoublesAndEnds() {
        Retries retries = new Retries(DistributionProperties.defaults());

        assertThat(retries.backoff(0)).contains(Duration.ofMillis(250));
        assertThat(retries.backoff(2)).contains(Duration.ofSeconds(1));
        assertThat(retries.backoff(5)).isEmpty();
    }
}
