package dev.davit.storage.distribution;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How registries are reached.
 *
 * @param insecure registries ({@code host} or {@code host:port}, or a CIDR such as {@code 10.0.0.0/8}) whose
 *     certificate is not checked and that may speak plain HTTP; loopback addresses always are
 * @param certificates folder of {@code host:port/*.crt}: certificate authorities of single registries
 * @param connectTimeout of one attempt
 * @param idleTimeout how long a registry may be silent within an answer
 * @param retries of a request after a cut connection or an answer 429 or 503
 * @param retryPause before the first of them; doubled for each further
 * @param maxRetryAfter the longest pause that a registry may ask for by Retry-After; beyond it the request fails
 */
@ConfigurationProperties("davit.storage.registries")
public record DistributionProperties(
        @DefaultValue List<String> insecure,
        @DefaultValue("/etc/docker/certs.d") Path certificates,
        @DefaultValue("30s") Duration connectTimeout,
        @DefaultValue("60s") Duration idleTimeout,
        @DefaultValue("5") int retries,
        @DefaultValue("250ms") Duration retryPause,
        @DefaultValue("30s") Duration maxRetryAfter) {

    /** What is used where nothing is configured. */
    public static DistributionProperties defaults() {
        return new DistributionProperties(
                List.of(),
                Path.of("/etc/docker/certs.d"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                5,
                Duration.ofMillis(250),
                Duration.ofSeconds(30));
    }
}
