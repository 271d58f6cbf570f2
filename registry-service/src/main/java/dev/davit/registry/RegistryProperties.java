package dev.davit.registry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The registry's settings.
 *
 * @param address on which clients reach it; anything but loopback needs a certificate in {@code davit.server.tcp}
 * @param port beside it; 0: a free one
 * @param cache memory for manifests and small blobs
 * @param uploadExpiry after which an upload that nobody went on with is dropped
 */
@ConfigurationProperties("davit.registry")
public record RegistryProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("5000") int port,
        @DefaultValue("16MB") DataSize cache,
        @DefaultValue("24h") Duration uploadExpiry) {}
