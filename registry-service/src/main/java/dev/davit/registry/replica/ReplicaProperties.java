package dev.davit.registry.replica;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replicas get along.
 *
 * @param lease after which what a replica that died was at is anybody's
 * @param patience so long one waits for what another fetches of an upstream; then it fetches itself
 */
@ConfigurationProperties("davit.registry.replicas")
public record ReplicaProperties(
        @DefaultValue("15s") Duration lease,
        @DefaultValue("30s") Duration patience) {

    /** Refuses what a pause of the machine would break. */
    public ReplicaProperties {
        if (lease.toSeconds() < 1) {
            throw new IllegalArgumentException("davit.registry.replicas.lease: at least 1s");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("davit.registry.replicas.patience: not negative");
        }
    }
}
