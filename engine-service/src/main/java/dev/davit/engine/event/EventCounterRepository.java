package dev.davit.engine.event;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface EventCounterRepository extends Repository<EventCounter, Integer> {

    Optional<EventCounter> findById(int id);
}
