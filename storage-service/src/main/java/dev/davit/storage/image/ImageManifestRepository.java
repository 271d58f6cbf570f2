package dev.davit.storage.image;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface ImageManifestRepository extends JpaRepository<ImageManifestRow, String> {
    List<ImageManifestRow> findByImageId(String imageId);
}
