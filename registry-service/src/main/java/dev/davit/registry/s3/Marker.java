package dev.davit.registry.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * What makes an unfinished upload known to all replicas: an object that names the multipart upload and holds the bytes
 * behind its last part, as long as no later part has them.
 */
final class Marker {

    static final String FOLDER = "staged/";
    private static final String UPLOAD = "upload";
    private static final String OFFSET = "offset";

    private final Bucket bucket;
    private final String key;
    private final String object;

    Marker(Bucket bucket, String name, String object) {
        this.bucket = bucket;
        this.key = FOLDER + name;
        this.object = object;
    }

    void write(Multipart multipart, RequestBody tail) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(OFFSET, Long.toString(multipart.bytes()));
        if (multipart.id() != null) {
            metadata.put(UPLOAD, multipart.id());
        }
        bucket.put(key, tail, metadata);
    }

    void delete() throws IOException {
        bucket.delete(key);
    }

    /** What has been saved; null: nothing. */
    @Nullable Saved read() throws IOException {
        Map<String, String> metadata;
        try {
            metadata = bucket.metadata(key);
        } catch (NoSuchFileException absent) {
            return null;
        }
        Multipart multipart = bucket.multipart(object, metadata.get(UPLOAD));
        if (multipart.id() != null) {
            load(multipart);
        }
        OptionalLong complete =
                multipart.id() != null && multipart.parts() == 0 ? bucket.size(object) : OptionalLong.empty();
        boolean tail = Long.parseLong(metadata.getOrDefault(OFFSET, "0")) == multipart.bytes();
        return new Saved(multipart, complete, tail ? bucket.size(key).orElse(0) : 0);
    }

    private static void load(Multipart multipart) throws IOException {
        try {
            multipart.load();
        } catch (NoSuchFileException complete) {
            // or dropped; the object tells
        }
    }

    /** The bytes behind the last part. */
    InputStream tail() throws IOException {
        return bucket.read(key, 0);
    }

    /**
     * An upload as the bucket has it.
     *
     * @param complete the size of the object that it has become already
     * @param tail bytes behind the last part
     */
    record Saved(Multipart multipart, OptionalLong complete, long tail) {

        long size() {
            return complete.orElse(multipart.bytes() + tail);
        }
    }
}
