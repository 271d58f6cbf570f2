package dev.davit.storage.volume;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A volume. */
@Entity
@Table(name = "volumes")
class VolumeRow extends Row {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Id
    private String name = "";

    private String driver = "";

    @Column(length = 100_000)
    private String options = "{}";

    @Column(length = 100_000)
    private String labels = "{}";

    private boolean anonymous;

    @Column(name = "created_at")
    private Instant createdAt = Instant.EPOCH;

    protected VolumeRow() {}

    VolumeRow(
            String name,
            Map<String, String> options,
            Map<String, String> labels,
            boolean anonymous,
            Instant createdAt) {
        this.name = name;
        this.driver = LocalDriver.NAME;
        this.options = JSON.writeValueAsString(options);
        this.labels = JSON.writeValueAsString(labels);
        this.anonymous = anonymous;
        this.createdAt = createdAt;
    }

    @Override
    public String getId() {
        return name;
    }

    String driver() {
        return driver;
    }

    Map<String, String> options() {
        return map(options);
    }

    Map<String, String> labels() {
        return map(labels);
    }

    boolean anonymous() {
        return anonymous;
    }

    Instant createdAt() {
        return createdAt;
    }

    private static Map<String, String> map(String json) {
        Map<String, String> all = new LinkedHashMap<>();
        JSON.readTree(json)
                .properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asString("")));
        return all;
    }
}
