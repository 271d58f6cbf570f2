package dev.davit.registry.lookup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remembers what the database said of names, where nobody but this process writes to it: a pull asks for the same few
 * again and again. Every change forgets all of it, and an answer that was asked for before a change is not remembered
 * after it.
 */
public final class Lookups {

    private final int limit;
    private final Map<Key, Object> answers = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            return size() > limit;
        }
    };
    private long changes;

    /** Remembers so many; 0: none. */
    Lookups(int limit) {
        this.limit = limit;
    }

    /** What {@code load} says, or said since the last change. What does not exist is asked for each time. */
    public <T> Optional<T> get(Class<T> type, String repository, String name, Supplier<Optional<T>> load) {
        Key key = new Key(type, repository, name);
        long seen;
        synchronized (answers) {
            Object answer = answers.get(key);
            if (answer != null) {
                return Optional.of(type.cast(answer));
            }
            seen = changes;
        }
        Optional<T> loaded = load.get();
        synchronized (answers) {
            if (seen == changes) {
                loaded.ifPresent(answer -> answers.put(key, answer));
            }
        }
        return loaded;
    }

    /** A transaction has changed something: to be said after its commit, before its caller is answered. */
    public void changed() {
        synchronized (answers) {
            changes++;
            answers.clear();
        }
    }

    private record Key(Class<?> type, String repository, String name) {}
}
