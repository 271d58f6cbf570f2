package dev.davit.registry.tag;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "tags")
@SuppressWarnings("UnusedVariable") // queries read the columns
class TagEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private long repositoryId;
    private String name = "";
    private long manifestId;
    private Instant updatedAt = Instant.EPOCH;
}
