package dev.davit.storage.image;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface ImageNameRepository extends JpaRepository<ImageNameRow, String> {
    List<ImageNameRow> findByImageIdOrderByName(String imageId);

    List<ImageNameRow> findByRepositoryOrderByName(String repository);
}
