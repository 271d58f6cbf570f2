package dev.davit.registry.blob;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "blobs")
@SuppressWarnings("UnusedVariable") // queries read the columns
class BlobEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String digest = "";
    private long size;
    private String object = "";
    private Instant createdAt = Instant.EPOCH;
    private @Nullable Instant unusedSince;

    BlobRef ref() {
        return new BlobRef(Objects.requireNonNull(id), digest, size, object, unusedSince != null);
    }
}
