package dev.davit.registry.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers a number of values for a while. */
final class Memo<K, V> {

    private final Map<K, Kept<V>> kept;

    Memo(int limit) {
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
                return size() > limit;
            }
        };
    }

    private record Kept<V>(V value, long until) {}

    synchronized Optional<V> get(K key) {
        Kept<V> value = kept.get(key);
        return value == null || System.nanoTime() - value.until() >= 0 ? Optional.empty() : Optional.of(value.value());
    }

    synchronized void put(K key, V value, Duration life) {
        kept.put(key, new Kept<>(value, System.nanoTime() + life.toNanos()));
    }

    synchronized void clear() {
        kept.clear();
    }
}
