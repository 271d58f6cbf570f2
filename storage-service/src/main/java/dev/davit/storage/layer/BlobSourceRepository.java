package dev.davit.storage.layer;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface BlobSourceRepository extends JpaRepository<BlobSourceRow, String> {
    List<BlobSourceRow> findByDigest(String digest);
}
