package dev.davit.registry.cache;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Remembers values for a while, as many as there is room for. */
final class Memo<K, V> {

    private final int room;
    private final ToIntFunction<V> weight;
    private final Map<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /** So many. */
    Memo(int limit) {
        this(limit, value -> 1);
    }

    /** So many that they weigh no more than this. */
    Memo(int room, ToIntFunction<V> weight) {
        this.room = room;
        this.weight = weight;
    }

    private record Kept<V>(V value, long until) {}

    synchronized Optional<V> get(K key) {
        Kept<V> value = kept.get(key);
        return value == null || System.nanoTime() - value.until() >= 0 ? Optional.empty() : Optional.of(value.value());
    }

    synchronized void put(K key, V value, Duration life) {
        held += weight.applyAsInt(value);
        Kept<V> before = kept.put(key, new Kept<>(value, System.nanoTime() + life.toNanos()));
        if (before != null) {
            held -= weight.applyAsInt(before.value);
        }
        Iterator<Kept<V>> eldest = kept.values().iterator();
        while (held > room && eldest.hasNext()) {
            held -= weight.applyAsInt(eldest.next().value);
            eldest.remove();
        }
    }

    synchronized void clear() {
        kept.clear();
        held = 0;
    }
}
