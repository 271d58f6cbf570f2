package dev.davit.engine.event;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface EventRepository extends Repository<EventEntity, Long> {

    EventEntity save(EventEntity event);

    List<EventEntity> findByRevisionGreaterThanAndOccurredGreaterThanEqualOrderByRevision(
            long revision, long occurred, Limit limit);

    @Modifying
    @Query("delete from EventEntity e where e.revision <= :revision")
    int deleteUpTo(long revision);
}
