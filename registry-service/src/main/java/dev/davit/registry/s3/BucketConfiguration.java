package dev.davit.registry.s3;

import dev.davit.platform.DavitProperties;
import dev.davit.registry.blob.BlobStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "davit.registry.store.kind", havingValue = "s3")
class BucketConfiguration {

    private static final int CONNECTIONS = 200;

    @Bean
    S3Client s3Client(S3Properties properties) throws IOException {
        return client(properties);
    }

    static S3Client client(S3Properties properties) throws IOException {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30)))
                .region(Region.of(properties.region()))
                .credentialsProvider(credentials(properties))
                .serviceConfiguration(style(properties));
        URI endpoint = properties.endpoint();
        if (endpoint != null) {
            // Checksums in trailers are Amazon's alone.
            builder.endpointOverride(endpoint)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        return builder.build();
    }

    @Bean
    S3Presigner s3Presigner(S3Properties properties) throws IOException {
        return presigner(properties);
    }

    static S3Presigner presigner(S3Properties properties) throws IOException {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(properties.region()))
                .credentialsProvider(credentials(properties))
                .serviceConfiguration(style(properties));
        URI endpoint = properties.endpoint();
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }

    @Bean
    BlobStore blobStore(S3Properties properties, S3Client client, S3Presigner presigner, DavitProperties davit)
            throws IOException {
        if (properties.bucket().isEmpty()) {
            throw new IllegalArgumentException("davit.registry.store.s3.bucket: the name of a bucket is needed");
        }
        Path spool = davit.state("registry").resolve("spool");
        return new S3BlobStore(new Bucket(client, presigner, properties), properties, spool);
    }

    private static S3Configuration style(S3Properties properties) {
        S3Configuration.Builder style = S3Configuration.builder().pathStyleAccessEnabled(properties.pathStyle());
        return (properties.endpoint() == null ? style : style.chunkedEncodingEnabled(false)).build();
    }

    private static AwsCredentialsProvider credentials(S3Properties properties) throws IOException {
        Path file = properties.secretKeyFile();
        if (file == null || properties.accessKey() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                properties.accessKey(), Files.readString(file).strip()));
    }
}
