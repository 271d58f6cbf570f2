package dev.davit.registry.durability;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * H2 hands commits to the kernel only; this has it synchronise its file. One synchronisation serves everybody who came
 * before it began.
 */
final class CheckpointDurability implements Durability {

    private final JdbcTemplate jdbc;
    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private long served;

    CheckpointDurability(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void await() {
        long ticket = asked.incrementAndGet();
        lock.lock();
        try {
            if (served < ticket) {
                long all = asked.get();
                jdbc.execute("checkpoint sync");
                served = all;
            }
        } finally {
            lock.unlock();
        }
    }
}
