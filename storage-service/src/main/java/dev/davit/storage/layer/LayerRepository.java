package dev.davit.storage.layer;

import org.springframework.data.jpa.repository.JpaRepository;

interface LayerRepository extends JpaRepository<LayerRow, String> {}
