package dev.davit.engine.event;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EventCounterRepository extends Repository<EventCounter, Integer> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from EventCounter c where c.id = 1")
    EventCounter lock();

    Optional<EventCounter> findById(int id);
}
