package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Collections with the review delay that registries have: no push ever notices them. Each database has to pass it. */
abstract class ReviewSuite {

    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final int LAYERS = 20;

    abstract TestRegistry registry();

    @Test
    void pushesOfManyLayersAreAllTakenWhileCollectionsMarkThem() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> collections = executor.submit(() -> {
                int runs = 0;
                for (; !over.get(); runs++) {
                    expect(200, registry().send("POST", "/v2/_davit/gc", NONE));
                }
                return runs;
            });
            List<Future<?>> pushers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                pushers.add(executor.submit(() -> push(number)));
            }
            for (Future<?> pusher : pushers) {
                pusher.get();
            }
            over.set(true);
            assertThat(collections.get()).isPositive();
        } finally {
            over.set(true);
        }
    }

    private void push(int number) {
        List<byte[]> layers = new ArrayList<>(
                IntStream.range(0, LAYERS).mapToObj(i -> bytes("layer " + i)).toList());
        Random random = new Random(number);
        for (int round = 0; round < 4; round++) {
            Collections.shuffle(layers, random);
            layers.forEach(layer -> registry().push("review/many", layer));
            List<String> descriptors = layers.stream()
                    .map(layer -> Images.descriptor(LAYER, layer))
                    .toList();
            byte[] image = Images.manifest(
                    descriptors.getFirst(),
                    String.join(",", descriptors),
                    ",\"annotations\":{\"of\":\"" + number + "/" + round + "\"}");
            expect(201, Images.put(registry(), "review/many", "t" + number, image));
            expect(202, registry().send("DELETE", "/v2/review/many/manifests/" + digest(image), NONE));
        }
    }
}
