package dev.davit.registry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
 * @param rateLimit requests that a caller may send a minute; 0: as many as they like
 * @param audit whether to log who changes something and who is turned away
 * @param warning what clients show their users with every answer; null: nothing
 */
@ConfigurationProperties("davit.registry")
public record RegistryProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("5000") int port,
        @DefaultValue("16MB") DataSize cache,
        @DefaultValue("24h") Duration uploadExpiry,
        @DefaultValue("0") int rateLimit,
        @DefaultValue("false") boolean audit,
        @Nullable String warning) {

    /** Refuses a warning that would not fit a header. */
    public RegistryProperties {
        if (warning != null && !warning.matches("[ !#-\\[\\]-~]{1,1000}")) {
            throw new IllegalArgumentException(
                    "davit.registry.warning: at most 1000 printable ASCII characters, without '\"' and '\\'");
        }
    }
}
