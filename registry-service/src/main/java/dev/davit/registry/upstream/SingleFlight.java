package dev.davit.registry.upstream;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Does for all who ask at once what one of them asked for. */
public final class SingleFlight<K, V> {

    private final Map<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

    /** What is done, by whoever comes first. */
    @FunctionalInterface
    public interface Work<V> {

        /** Does it. */
        V run() throws IOException;
    }

    /** Does it, or waits for who does it. */
    public V run(K key, Work<V> work) throws IOException {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> running = flights.putIfAbsent(key, mine);
        if (running != null) {
            return await(running);
        }
        try {
            V result = work.run();
            mine.complete(result);
            return result;
        } catch (IOException | RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            flights.remove(key, mine);
        }
    }

    private static <V> V await(CompletableFuture<V> running) throws IOException {
        try {
            return running.join();
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case IOException known -> throw known;
                case RuntimeException known -> throw known;
                case null, default -> throw failure;
            }
        }
    }
}
