package dev.davit.registry.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bucket, where {@code davit.registry.store.kind=s3}.
 *
 * @param bucket its name; it has to exist
 * @param region where it is
 * @param endpoint of another service than Amazon's; null: Amazon's
 * @param prefix of all keys; one registry, or all replicas of one, for each prefix
 * @param accessKey beside {@code secretKeyFile}; null: from environment, profile or instance, as Amazon's tools
 * @param secretKeyFile a file that holds the secret key
 * @param pathStyle whether the bucket is in the path, not in the host name
 * @param redirect whether clients get large blobs from the bucket themselves
 * @param redirectExpiry how long they may
 * @param partSize bytes to gather, in a file, before they are sent
 */
@ConfigurationProperties("davit.registry.store.s3")
record S3Properties(
        @DefaultValue("") String bucket,
        @DefaultValue("us-east-1") String region,
        @Nullable URI endpoint,
        @DefaultValue("") String prefix,
        @Nullable String accessKey,
        @Nullable Path secretKeyFile,
        @DefaultValue("false") boolean pathStyle,
        @DefaultValue("false") boolean redirect,
        @DefaultValue("20m") Duration redirectExpiry,
        @DefaultValue("16MB") DataSize partSize) {

    private static final String NAME = "davit.registry.store.s3.";

    S3Properties {
        if (!prefix.matches("(?:\\w[\\w.-]*/)*")) {
            throw new IllegalArgumentException(NAME + "prefix: ends with a slash, or is empty; not " + prefix);
        }
        if ((accessKey == null) != (secretKeyFile == null)) {
            throw new IllegalArgumentException(NAME + "access-key and " + NAME + "secret-key-file: both or none");
        }
        if (partSize.toMegabytes() < 5 || partSize.toMegabytes() > 1024) {
            throw new IllegalArgumentException(NAME + "part-size: from 5MB to 1024MB; S3 takes no smaller parts");
        }
        if (redirectExpiry.toSeconds() < 1 || redirectExpiry.toDays() > 7) {
            throw new IllegalArgumentException(NAME + "redirect-expiry: from 1s to 7d");
        }
    }
}
