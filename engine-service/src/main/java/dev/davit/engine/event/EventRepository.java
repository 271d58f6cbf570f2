package dev.davit.engine.event;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface EventRepository extends Repository<EventEntity, Long> {

    List<EventEntity> findByRevisionGreaterThanAndOccurredGreaterThanEqualOrderByRevision(
            long revision, long occurred, Limit limit);
}
