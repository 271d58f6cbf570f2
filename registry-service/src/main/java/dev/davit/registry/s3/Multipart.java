package dev.davit.registry.s3;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * A multipart upload: what was sent of an object so far, which nobody can read before it is complete. Whoever completes
 * it names each part as they know it, so that what a process sent after it lost the upload is never part of an object.
 */
final class Multipart {

    private final Bucket bucket;
    private final S3Client client;
    private final String name;
    private final String key;
    private final List<CompletedPart> parts = new ArrayList<>();
    private @Nullable String id;
    private long bytes;

    Multipart(Bucket bucket, S3Client client, String name, String key, @Nullable String id) {
        this.bucket = bucket;
        this.client = client;
        this.name = name;
        this.key = key;
        this.id = id;
    }

    /** Null: it was not begun. */
    @Nullable String id() {
        return id;
    }

    /** Of all parts. */
    long bytes() {
        return bytes;
    }

    int parts() {
        return parts.size();
    }

    /** Learns which parts there are; none where it is complete or was dropped. */
    void load() throws IOException {
        Integer marker = null;
        do {
            Integer from = marker;
            ListPartsResponse answer = bucket.call(
                    key,
                    () -> client.listParts(
                            r -> r.bucket(name).key(key).uploadId(id).partNumberMarker(from)));
            answer.parts().forEach(this::add);
            marker = Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextPartNumberMarker() : null;
        } while (marker != null);
    }

    private void add(Part part) {
        parts.add(CompletedPart.builder()
                .partNumber(part.partNumber())
                .eTag(part.eTag())
                .build());
        bytes += part.size();
    }

    /** Sends another part, the first of which begins it. */
    void send(RequestBody content, long length) throws IOException {
        if (id == null) {
            id = bucket.call(
                    key,
                    () -> client.createMultipartUpload(
                                    r -> r.bucket(name).key(key).contentType("application/octet-stream"))
                            .uploadId());
        }
        int number = parts.size() + 1;
        String tag = bucket.call(
                key,
                () -> client.uploadPart(
                                r -> r.bucket(name).key(key).uploadId(id).partNumber(number), content)
                        .eTag());
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        bytes += length;
    }

    /** Makes the object of it. */
    void complete() throws IOException {
        String begun = Objects.requireNonNull(id);
        bucket.call(
                key,
                () -> client.completeMultipartUpload(
                        r -> r.bucket(name).key(key).uploadId(begun).multipartUpload(all -> all.parts(parts))));
    }

    /** Drops it; does nothing where it is complete. */
    void abort() throws IOException {
        if (id == null) {
            return;
        }
        try {
            bucket.call(
                    key,
                    () -> client.abortMultipartUpload(
                            r -> r.bucket(name).key(key).uploadId(id)));
        } catch (NoSuchFileException over) {
            // as it should be
        }
    }
}
