package dev.davit.engine.container;

import java.util.List;
import org.springframework.data.repository.Repository;

interface ContainerRepository extends Repository<ContainerEntity, String> {

    List<ContainerEntity> findAllByOrderByCreatedDesc();
}
