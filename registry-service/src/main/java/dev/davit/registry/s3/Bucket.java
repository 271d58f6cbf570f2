package dev.davit.registry.s3;

import dev.davit.registry.web.UnavailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Objects of the bucket, by keys without the prefix; failures as the exceptions of files. */
final class Bucket {

    private static final int LATER = 500;
    private static final int SLOW_DOWN = 429;

    private final S3Client client;
    private final S3Presigner presigner;
    private final S3Properties properties;
    private final String name;
    private final String prefix;

    Bucket(S3Client client, S3Presigner presigner, S3Properties properties) {
        this.client = client;
        this.presigner = presigner;
        this.properties = properties;
        this.name = properties.bucket();
        this.prefix = properties.prefix();
    }

    /** The multipart upload of a key; null: none was begun yet. */
    Multipart multipart(String key, @Nullable String id) {
        return new Multipart(this, client, name, prefix + key, id);
    }

    /** Bytes of an object; empty: there is none. */
    OptionalLong size(String key) throws IOException {
        try {
            return OptionalLong.of(call(
                    key,
                    () -> client.headObject(r -> r.bucket(name).key(prefix + key))
                            .contentLength()));
        } catch (NoSuchFileException absent) {
            return OptionalLong.empty();
        }
    }

    InputStream read(String key, long offset) throws IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(name)
                .key(prefix + key)
                .range(offset == 0 ? null : "bytes=" + offset + "-")
                .build();
        return new Body(call(key, () -> client.getObject(request)));
    }

    Map<String, String> metadata(String key) throws IOException {
        return call(
                key,
                () -> client.headObject(r -> r.bucket(name).key(prefix + key)).metadata());
    }

    void put(String key, RequestBody content, Map<String, String> metadata) throws IOException {
        call(key, () -> client.putObject(r -> r.bucket(name).key(prefix + key).metadata(metadata), content));
    }

    void delete(String key) throws IOException {
        call(key, () -> client.deleteObject(r -> r.bucket(name).key(prefix + key)));
    }

    void copy(String from, String to) throws IOException {
        call(
                from,
                () -> client.copyObject(r -> r.sourceBucket(name)
                        .sourceKey(prefix + from)
                        .destinationBucket(name)
                        .destinationKey(prefix + to)));
    }

    /** Shows the objects in a folder, a page at a time. */
    void list(String folder, Page page) throws IOException {
        String token = null;
        do {
            String from = token;
            ListObjectsV2Response answer = call(
                    folder,
                    () -> client.listObjectsV2(
                            r -> r.bucket(name).prefix(prefix + folder).continuationToken(from)));
            for (S3Object object : answer.contents()) {
                page.entry(object.key().substring(prefix.length()), object.lastModified());
            }
            page.end();
            token = answer.nextContinuationToken();
        } while (token != null);
    }

    /** Shows the multipart uploads of keys in a folder that were begun and neither completed nor dropped. */
    void uploads(String folder, Uploads visitor) throws IOException {
        String key = null;
        String id = null;
        boolean more;
        do {
            String keyMarker = key;
            String idMarker = id;
            ListMultipartUploadsResponse answer = call(
                    folder,
                    () -> client.listMultipartUploads(r -> r.bucket(name)
                            .prefix(prefix + folder)
                            .keyMarker(keyMarker)
                            .uploadIdMarker(idMarker)));
            for (MultipartUpload upload : answer.uploads()) {
                visitor.visit(upload.key().substring(prefix.length()), upload.uploadId(), upload.initiated());
            }
            key = answer.nextKeyMarker();
            id = answer.nextUploadIdMarker();
            more = Boolean.TRUE.equals(answer.isTruncated());
        } while (more);
    }

    /** Where anybody can get an object for a while. */
    URI link(String key, Duration expiry) {
        try {
            return presigner
                    .presignGetObject(r -> r.signatureDuration(expiry)
                            .getObjectRequest(get ->
                                    get.bucket(name).key(prefix + key).responseContentType("application/octet-stream")))
                    .url()
                    .toURI();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    <T> T call(String key, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw translate(key, failure);
        }
    }

    private IOException translate(String key, SdkException failure) {
        String place = "the bucket " + name + (properties.endpoint() == null ? "" : " at " + properties.endpoint());
        int status = failure instanceof S3Exception answered ? answered.statusCode() : 0;
        if (status == 404 && !(failure instanceof NoSuchBucketException)) {
            NoSuchFileException absent = new NoSuchFileException(key, null, failure.getMessage());
            absent.initCause(failure);
            return absent;
        }
        if (status == 0 || status == SLOW_DOWN || status >= LATER) {
            return new UnavailableException(place + " cannot be used now: " + failure.getMessage(), failure);
        }
        return new IOException(place + " refuses a request: " + failure.getMessage(), failure);
    }

    /** Is shown objects. */
    interface Page {

        void entry(String key, Instant modified) throws IOException;

        /** After some of them. */
        default void end() throws IOException {}
    }

    @FunctionalInterface
    interface Uploads {
        void visit(String key, String id, Instant begun) throws IOException;
    }

    /** What is not read to its end is given up, with the connection, not read to its end by close. */
    private static final class Body extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> response;
        private boolean ended;

        Body(ResponseInputStream<GetObjectResponse> response) {
            super(response);
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            ended |= n < 0;
            return n;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                response.abort();
            }
        }
    }
}
