package dev.davit.registry.repository;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "repositories")
@SuppressWarnings("UnusedVariable") // queries read the columns
class RepositoryEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private Instant createdAt = Instant.EPOCH;

    Long id() {
        return Objects.requireNonNull(id);
    }
}
