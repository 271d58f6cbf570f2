package dev.davit.storage.image;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface ImageRepository extends JpaRepository<ImageRow, String> {
    List<ImageRow> findByIdStartingWith(String prefix);
}
