package dev.davit.storage.volume;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A volume at a path of a container. */
@Entity
@Table(name = "volume_users")
class VolumeUserRow extends Row {

    @Id
    @Column(name = "mount_key", length = 4400)
    private String mountKey = "";

    @Column(name = "snapshot_id", length = 128)
    private String snapshotId = "";

    private String volume = "";

    @Column(length = 4096)
    private String target = "";

    private boolean anonymous;

    protected VolumeUserRow() {}

    VolumeUserRow(String snapshotId, String volume, String target, boolean anonymous) {
        this.mountKey = snapshotId + ":" + target;
        this.snapshotId = snapshotId;
        this.volume = volume;
        this.target = target;
        this.anonymous = anonymous;
    }

    @Override
    public String getId() {
        return mountKey;
    }

    String snapshotId() {
        return snapshotId;
    }

    String volume() {
        return volume;
    }

    String target() {
        return target;
    }

    boolean anonymous() {
        return anonymous;
    }
}
