package dev.davit.storage.snapshot;

import org.springframework.data.jpa.repository.JpaRepository;

interface SnapshotRepository extends JpaRepository<SnapshotRow, String> {}
