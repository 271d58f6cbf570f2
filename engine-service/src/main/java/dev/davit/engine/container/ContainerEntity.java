package dev.davit.engine.container;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

@Entity
@Table(name = "container")
class ContainerEntity {

    @Id
    @Column(length = 64)
    private String id = "";

    @Column(nullable = false)
    private String name = "";

    private long created;

    @Column(name = "image_id", nullable = false)
    private String imageId = "";

    @Column(nullable = false)
    private String status = "";

    @Column(nullable = false, length = 1048576)
    private String definition = "";

    @Column(nullable = false, length = 1048576)
    private String state = "";

    @Version
    @SuppressWarnings("unused") // Hibernate's
    private long version;

    protected ContainerEntity() {}

    ContainerEntity(String id, String name, long created, String imageId) {
        this.id = id;
        this.name = name;
        this.created = created;
        this.imageId = imageId;
    }

    void define(String json) {
        this.definition = json;
    }

    void observe(String newStatus, String json) {
        this.status = newStatus;
        this.state = json;
    }

    void rename(String newName) {
        this.name = newName;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    long created() {
        return created;
    }

    String imageId() {
        return imageId;
    }

    String definition() {
        return definition;
    }

    String state() {
        return state;
    }
}
