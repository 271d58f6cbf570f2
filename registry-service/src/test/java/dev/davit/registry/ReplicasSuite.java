package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.replica.Turns;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three registries on one PostgreSQL and one store are one registry; each store has to pass it. */
abstract class ReplicasSuite {

    /** Three of them. */
    abstract Replicas replicas();

    private TestRegistry replica(int number) {
        return replicas().get(number);
    }

    @Test
    void uploadBegunOnOneIsContinuedOnOthersByChunksAndStreams() {
        byte[] content = random(1, 13_000_000);
        String location = replica(0).begin("moved/layer");
        expect(202, chunk(1, location, content, 0, 6_000_000));
        HttpResponse<byte[]> streamed = stream(2, location, Arrays.copyOfRange(content, 6_000_000, 12_500_000));
        expect(202, streamed);
        assertThat(header(streamed, "Range")).isEqualTo("0-12499999");
        assertThat(header(replica(0).get(location), "Range")).isEqualTo("0-12499999");
        expect(202, chunk(0, location, content, 12_500_000, 12_500_010));
        String put = location + "?digest=" + digest(content);
        expect(201, replica(1).send("PUT", put, Arrays.copyOfRange(content, 12_500_010, content.length)));
        for (int i = 0; i < 3; i++) {
            assertThat(replica(i)
                            .get("/v2/moved/layer/blobs/" + digest(content))
                            .body())
                    .isEqualTo(content);
            expect(404, replica(i).get(location));
            expect(404, replica(i).send("PATCH", location, bytes("more")));
        }
    }

    @Test
    void wrongDigestAndCancelEndAnUploadThatMovedOnAllReplicas() {
        for (String method : List.of("PUT", "DELETE")) {
            String location = replica(0).begin("moved/ended");
            expect(202, chunk(1, location, random(2, 6_000_000), 0, 6_000_000));
            String query = method.equals("PUT") ? "?digest=" + digest(bytes("other")) : "";
            expect(method.equals("PUT") ? 400 : 204, replica(2).send(method, location + query, NONE));
            for (int i = 0; i < 3; i++) {
                expect(404, replica(i).get(location));
            }
        }
    }

    @Test
    void ofTwoWritersOnOneSessionOneWinsAndTheOtherIsToldTheOffset() throws Exception {
        byte[] content = random(3, 400_000);
        SlowBody body = new SlowBody(content);
        String location = replica(0).begin("two/writers");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<byte[]>> first = executor.submit(() -> stream(0, location, body));
            body.awaitHalf();
            awaitHeld(location);
            HttpResponse<byte[]> second = chunk(1, location, content, 0, 1000);
            expect(416, second);
            assertThat(header(second, "Location")).isEqualTo(location);
            assertThat(header(second, "Range")).startsWith("0-");
            expect(416, replica(2).send("PUT", location + "?digest=" + digest(content), content));
            expect(204, replica(1).get(location));
            expect(416, replica(1).send("DELETE", location, NONE));
            body.letGo();
            expect(202, first.get());
        } finally {
            body.letGo();
        }
        expect(201, replica(1).send("PUT", location + "?digest=" + digest(content), NONE));
        assertThat(replica(2).get("/v2/two/writers/blobs/" + digest(content)).body())
                .isEqualTo(content);
    }

    // The client's publisher reads ahead of what the registry has been sent.
    void awaitHeld(String location) throws InterruptedException {
        String id = location.substring(location.lastIndexOf('/') + 1);
        for (int i = 0; i < 600; i++) {
            boolean held = jdbc().sql("select count(*) from uploads where id = :id and held_until is not null")
                            .param("id", id)
                            .query(Integer.class)
                            .single()
                    > 0;
            if (held) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("nobody takes the upload");
    }

    @Test
    void ofManyChunksForOneOffsetOneIsTaken() throws Exception {
        byte[] content = random(4, 50_000);
        String location = replica(0).begin("many/writers");
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 9; i++) {
                int number = i % 3;
                answers.add(executor.submit(() ->
                        chunk(number, location, content, 0, content.length).statusCode()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 416);
        expect(201, replica(2).send("PUT", location + "?digest=" + digest(content), NONE));
    }

    @Test
    void uploadOfAReplicaThatDiedIsGoneOnWithAfterItsLease() throws Exception {
        byte[] content = random(5, 7_000_000);
        String location = replica(0).begin("died/layer");
        expect(202, chunk(0, location, content, 0, 6_000_000));
        String id = location.substring(location.lastIndexOf('/') + 1);
        replica(0)
                .update(
                        "update uploads set holder = 'died', epoch = epoch + 1,"
                                + " held_until = current_timestamp + interval '2' second where id = :id",
                        Map.of("id", id));
        HttpResponse<byte[]> refused = chunk(1, location, content, 6_000_000, content.length);
        int tries = 0;
        while (refused.statusCode() == 416 && tries++ < 200) {
            assertThat(header(refused, "Range")).isEqualTo("0-5999999");
            Thread.sleep(100);
            refused = chunk(1, location, content, 6_000_000, content.length);
        }
        assertThat(tries).isPositive();
        expect(202, refused);
        expect(201, replica(0).send("PUT", location + "?digest=" + digest(content), NONE));
    }

    @Test
    void tagPushedMovedAndDeletedAtOneIsSeenAtOthersAtOnce() {
        for (int round = 0; round < 9; round++) {
            TestRegistry pusher = replica(round % 3);
            byte[] image = Images.image(pusher, "seen/tags", "round " + round);
            expect(201, Images.put(pusher, "seen/tags", "latest", image));
            for (int i = 0; i < 3; i++) {
                assertThat(replica(i).get("/v2/seen/tags/manifests/latest").body())
                        .isEqualTo(image);
                assertThat(text(replica(i).get("/v2/seen/tags/tags/list"))).contains("latest");
            }
            if (round % 2 == 0) {
                expect(202, replica((round + 1) % 3).send("DELETE", "/v2/seen/tags/manifests/latest", NONE));
                for (int i = 0; i < 3; i++) {
                    expect(404, replica(i).get("/v2/seen/tags/manifests/latest"));
                }
            }
        }
    }

    @Test
    void oneCollectsAtOnceAndTheOthersSaySo() throws Exception {
        expect(200, replica(0).send("POST", "/v2/_davit/gc", NONE));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.submit(() -> replica(0).bean(Turns.class).take("gc", () -> {
                begun.countDown();
                end.await();
                return true;
            }));
            begun.await();
            expect(409, replica(1).send("POST", "/v2/_davit/gc", NONE));
            expect(409, replica(0).send("POST", "/v2/_davit/gc", NONE));
            end.countDown();
        } finally {
            end.countDown();
        }
        expect(200, replica(1).send("POST", "/v2/_davit/gc", NONE));
    }

    private JdbcClient jdbc() {
        return replica(0).bean(JdbcClient.class);
    }

    HttpResponse<byte[]> stream(int number, String location, SlowBody body) {
        return replica(number)
                .send(HttpRequest.newBuilder(
                                URI.create("http://" + replica(number).address() + location))
                        .method("PATCH", BodyPublishers.ofInputStream(() -> body))
                        .build());
    }

    private HttpResponse<byte[]> stream(int number, String location, byte[] content) {
        SlowBody body = new SlowBody(content);
        body.letGo();
        return stream(number, location, body);
    }

    private HttpResponse<byte[]> chunk(int number, String location, byte[] content, int from, int to) {
        return replica(number)
                .send("PATCH", location, Arrays.copyOfRange(content, from, to), "Content-Range", from + "-" + (to - 1));
    }

    static byte[] random(int seed, int length) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** A database, and three registries on it. */
    static final class Replicas implements AutoCloseable {

        private final EmbeddedPostgres database;
        private final List<TestRegistry> registries = new ArrayList<>();

        Replicas(Path folder, List<String> settings) throws IOException {
            database = EmbeddedPostgres.builder()
                    .setServerConfig("synchronous_commit", "off")
                    .start();
            List<String> all = new ArrayList<>(settings);
            all.add("spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"));
            all.add("spring.datasource.username=postgres");
            all.add("spring.datasource.hikari.maximum-pool-size=4");
            for (int i = 0; i < 3; i++) {
                registries.add(TestRegistry.start(folder.resolve("replica" + i), all.toArray(String[]::new)));
            }
        }

        TestRegistry first() {
            return registries.getFirst();
        }

        TestRegistry get(int number) {
            return registries.get(number);
        }

        @Override
        public void close() throws IOException {
            registries.forEach(TestRegistry::close);
            database.close();
        }
    }
}
