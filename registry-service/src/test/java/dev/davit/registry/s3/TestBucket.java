package dev.davit.registry.s3;

import dev.davit.registry.TestRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of an S3 server of this process, that keeps objects in memory and checks signatures. */
public final class TestBucket implements AutoCloseable {

    private static final String NAME = "registry-blobs";
    private static final String ACCESS = "davit";
    private static final String SECRET = "a secret of tests";

    private final BlobStoreContext objects;
    private final Path secret;
    private final S3Proxy server;
    private final S3Client client;

    /** With a folder for the secret key. */
    public TestBucket(Path folder) {
        objects = ContextBuilder.newBuilder(new TransientNio2BlobApiMetadata())
                .credentials(ACCESS, SECRET)
                .build(BlobStoreContext.class);
        server = S3Proxy.builder()
                .blobStore(objects.getBlobStore())
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        try {
            secret = Files.writeString(folder.resolve("secret-key"), SECRET + "\n");
            server.start();
            client = BucketConfiguration.client(properties("", false));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        client.createBucket(r -> r.bucket(NAME));
    }

    /** Where it is. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    S3Properties properties(String prefix, boolean redirect) {
        return new S3Properties(
                NAME,
                "us-east-1",
                endpoint(),
                prefix,
                ACCESS,
                secret,
                true,
                redirect,
                Duration.ofMinutes(5),
                DataSize.ofMegabytes(5));
    }

    /** Settings of a registry that uses it; another endpoint is that of something between. */
    public List<String> settings(String prefix, URI endpoint) {
        return List.of(
                "davit.registry.store.kind=s3",
                "davit.registry.store.s3.bucket=" + NAME,
                "davit.registry.store.s3.endpoint=" + endpoint,
                "davit.registry.store.s3.prefix=" + prefix,
                "davit.registry.store.s3.access-key=" + ACCESS,
                "davit.registry.store.s3.secret-key-file=" + secret,
                "davit.registry.store.s3.path-style=true",
                "davit.registry.store.s3.part-size=5MB");
    }

    /** Keys under a prefix. */
    public List<String> keys(String prefix) {
        return client.listObjectsV2(r -> r.bucket(NAME).prefix(prefix)).contents().stream()
                .map(object -> object.key().substring(prefix.length()))
                .toList();
    }

    /** Keys of the multipart uploads that are not finished, under a prefix. */
    public List<String> uploads(String prefix) {
        return client.listMultipartUploads(r -> r.bucket(NAME).prefix(prefix)).uploads().stream()
                .map(upload -> upload.key().substring(prefix.length()))
                .toList();
    }

    /** Replaces the bytes of an object. */
    public void damage(String key, byte[] wrong) {
        client.putObject(r -> r.bucket(NAME).key(key), RequestBody.fromBytes(wrong));
    }

    /** The keys of the objects with this content: they do not tell it. */
    public List<String> objects(String prefix, String digest) {
        return keys(prefix + "objects/").stream()
                .filter(key ->
                        TestRegistry.digest(content(prefix + "objects/" + key)).equals(digest))
                .toList();
    }

    private byte[] content(String key) {
        return client.getObjectAsBytes(r -> r.bucket(NAME).key(key)).asByteArray();
    }

    /** Deletes an object. */
    public void delete(String key) {
        client.deleteObject(r -> r.bucket(NAME).key(key));
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        objects.close();
    }
}
