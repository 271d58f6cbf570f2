package dev.davit.registry.s3;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects {@code objects/name}, where name is that of the upload; {@code staged/name} marks unfinished ones. */
final class S3BlobStore implements BlobStore {

    private static final String OBJECTS = "objects/";
    private static final String QUARANTINE = "quarantine/";
    private static final long COPIED_AT_ONCE = 5L << 30;

    private final Bucket bucket;
    private final S3Properties properties;
    private final Path spool;

    /** With a folder for parts that are being gathered. */
    S3BlobStore(Bucket bucket, S3Properties properties, Path spool) {
        this.bucket = bucket;
        this.properties = properties;
        this.spool = spool;
    }

    @Override
    public StagedBlob begin(String name, Digest.Algorithm algorithm) {
        return staged(name, algorithm, null);
    }

    @Override
    public StagedBlob stage(String name, Digest.Algorithm algorithm) throws IOException {
        Marker.Saved saved = marker(name).read();
        StagedObject staged = staged(name, algorithm, saved);
        if (saved != null) {
            staged.resume(saved);
        }
        return staged;
    }

    private StagedObject staged(String name, Digest.Algorithm algorithm, Marker.@Nullable Saved saved) {
        Marker marker = marker(name);
        Multipart multipart = saved == null ? bucket.multipart(OBJECTS + name, null) : saved.multipart();
        Parts parts = new Parts(spool, properties.partSize().toBytes(), marker, multipart, saved != null);
        return new StagedObject(bucket, OBJECTS + name, marker, parts, algorithm);
    }

    private Marker marker(String name) {
        return new Marker(bucket, name, OBJECTS + name);
    }

    @Override
    public long progress(String name) throws IOException {
        Marker.Saved saved = marker(name).read();
        return saved == null ? 0 : saved.size();
    }

    @Override
    public void staged(Visitor visitor) throws IOException {
        Set<String> shown = new HashSet<>();
        bucket.list(Marker.FOLDER, (key, modified) -> {
            String name = key.substring(Marker.FOLDER.length());
            shown.add(name);
            visitor.visit(name, modified);
        });
        bucket.uploads(OBJECTS, (key, id, begun) -> {
            if (shown.add(key.substring(OBJECTS.length()))) {
                visitor.visit(key.substring(OBJECTS.length()), begun);
            }
        });
    }

    // An object that is complete already may be a blob's by now; if it is not, it is an orphan.
    @Override
    public void discard(String name) throws IOException {
        List<Multipart> begun = new ArrayList<>();
        bucket.uploads(OBJECTS + name, (key, id, since) -> {
            if (key.equals(OBJECTS + name)) {
                begun.add(bucket.multipart(key, id));
            }
        });
        for (Multipart multipart : begun) {
            multipart.abort();
        }
        marker(name).delete();
    }

    @Override
    public boolean intact(String object, long size) throws IOException {
        OptionalLong found = bucket.size(object);
        return found.isPresent() && found.getAsLong() == size;
    }

    @Override
    public InputStream read(String object, long offset) throws IOException {
        return bucket.read(object, offset);
    }

    @Override
    public Optional<Path> file(String object) {
        return Optional.empty();
    }

    @Override
    public Optional<URI> link(String object) {
        return properties.redirect() ? Optional.of(bucket.link(object, properties.redirectExpiry())) : Optional.empty();
    }

    // An object says when its upload began, which may be long ago; the marker of one that has just become complete
    // says when. Markers are looked for after the objects: what has none by then is a blob, or nobody's.
    @Override
    public void each(Visitor visitor) throws IOException {
        bucket.list(OBJECTS, new Bucket.Page() {

            private final Map<String, Instant> page = new HashMap<>();

            @Override
            public void entry(String key, Instant modified) {
                page.put(key, modified);
            }

            @Override
            public void end() throws IOException {
                bucket.list(
                        Marker.FOLDER,
                        (key, modified) -> page.computeIfPresent(
                                OBJECTS + key.substring(Marker.FOLDER.length()),
                                (object, begun) -> modified.isAfter(begun) ? modified : begun));
                for (Map.Entry<String, Instant> entry : page.entrySet()) {
                    visitor.visit(entry.getKey(), entry.getValue());
                }
                page.clear();
            }
        });
    }

    @Override
    public void quarantine(String object) throws IOException {
        OptionalLong size = bucket.size(object);
        if (size.isEmpty()) {
            return;
        }
        if (size.getAsLong() <= COPIED_AT_ONCE) { // a larger one is given up: better than to hand it out
            copy(object, QUARANTINE + object.substring(OBJECTS.length()));
        }
        bucket.delete(object);
    }

    private void copy(String from, String to) throws IOException {
        try {
            bucket.copy(from, to);
        } catch (NoSuchFileException gone) {
            // there is nothing to look at
        }
    }

    @Override
    public void delete(String object) throws IOException {
        bucket.delete(object);
    }
}
