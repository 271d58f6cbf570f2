package dev.davit.registry.upload;

import dev.davit.registry.reference.Digest;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** That an upload was begun; how far it came is what the store has staged. */
@Entity
@Table(name = "uploads")
@SuppressWarnings("UnusedVariable") // queries read the columns
class UploadEntity {

    @Id
    private String id = "";

    private String repository = "";

    @Enumerated(EnumType.STRING)
    private Digest.Algorithm algorithm = Digest.Algorithm.SHA256;

    private String owner = "";
    private Instant createdAt = Instant.EPOCH;

    /** Hibernate's. */
    UploadEntity() {}

    String id() {
        return id;
    }

    String repository() {
        return repository;
    }

    Digest.Algorithm algorithm() {
        return algorithm;
    }

    String owner() {
        return owner;
    }
}
