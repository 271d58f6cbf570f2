package dev.davit.registry.manifest;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "manifests")
@SuppressWarnings("UnusedVariable") // queries read the columns
class ManifestEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private long repositoryId;
    private long blobId;
    private String digest = "";
    private long size;
    private String mediaType = "";
    private @Nullable String artifactType;
    private @Nullable String subject;
    private Instant createdAt = Instant.EPOCH;
    private @Nullable Instant unusedSince;
    private @Nullable Instant usedAt;
}
