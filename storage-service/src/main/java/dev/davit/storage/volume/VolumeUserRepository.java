package dev.davit.storage.volume;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface VolumeUserRepository extends JpaRepository<VolumeUserRow, String> {
    List<VolumeUserRow> findByVolume(String volume);

    List<VolumeUserRow> findBySnapshotId(String snapshotId);
}
