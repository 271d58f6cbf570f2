package dev.davit.registry.blob;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That a repository may read a blob. */
@Entity
@Table(name = "repository_blobs")
@IdClass(BlobLinkEntity.Key.class)
@SuppressWarnings("UnusedVariable") // queries read the columns
class BlobLinkEntity {

    @Id
    private long repositoryId;

    @Id
    private long blobId;

    private Instant createdAt = Instant.EPOCH;
    private @Nullable Instant unusedSince;
    private boolean needed;

    record Key(long repositoryId, long blobId) implements Serializable {}
}
