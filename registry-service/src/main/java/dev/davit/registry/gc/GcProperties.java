package dev.davit.registry.gc;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When garbage is collected.
 *
 * @param interval between two collections; 0: only when an administrator asks
 * @param delay how long nothing must have needed a blob before it is collected; a client that was told that a blob is
 *     there has at least so long to push its manifest
 * @param orphanAge after which an object of the store that no blob has is deleted
 */
@ConfigurationProperties("davit.registry.gc")
record GcProperties(
        @DefaultValue("1h") Duration interval,
        @DefaultValue("24h") Duration delay,
        @DefaultValue("1h") Duration orphanAge) {}
