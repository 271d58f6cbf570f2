package dev.davit.registry.scrub;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When stored bytes are compared with their digests.
 *
 * @param interval between two times; 0: only when an administrator asks
 * @param rate bytes to read in a second, so that clients do not notice
 */
@ConfigurationProperties("davit.registry.scrub")
record ScrubProperties(
        @DefaultValue("0s") Duration interval,
        @DefaultValue("64MB") DataSize rate) {

    ScrubProperties {
        if (rate.toBytes() <= 0) {
            throw new IllegalArgumentException("davit.registry.scrub.rate must be positive");
        }
    }
}
