package dev.davit.engine.exec;

import java.util.List;
import org.springframework.data.repository.Repository;

interface ExecRepository extends Repository<ExecEntity, String> {

    List<ExecEntity> findAllByOrderByCreated();
}
