package dev.davit.engine.container;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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

    private long version;

    protected ContainerEntity() {}

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

    String status() {
        return status;
    }

    String definition() {
        return definition;
    }

    String state() {
        return state;
    }

    long version() {
        return version;
    }
}
