package dev.davit.storage.volume;

import org.springframework.data.jpa.repository.JpaRepository;

interface VolumeRepository extends JpaRepository<VolumeRow, String> {}
