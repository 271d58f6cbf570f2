package dev.davit.storage.layer;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface LayerBlobRepository extends JpaRepository<LayerBlobRow, String> {
    List<LayerBlobRow> findByDiffId(String diffId);
}
