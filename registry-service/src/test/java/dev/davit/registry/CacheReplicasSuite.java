package dev.davit.registry;

import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Three registries on one PostgreSQL and one store fetch as one; each store has to pass it. */
abstract class CacheReplicasSuite {

    private static final int CLIENTS = 8;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch go = new CountDownLatch(1);
    private byte[] layer = new byte[0];
    private String repository = "";
    private String path = "";
    private String local = "";

    abstract ReplicasSuite.Replicas replicas();

    abstract FakeUpstream upstream();

    /** Settings that all replicas have. */
    static List<String> settings(FakeUpstream upstream, List<String> store) {
        return Stream.of(
                        List.of(upstream.settings()),
                        List.of("davit.registry.replicas.lease=4s", "davit.registry.replicas.patience=8s"),
                        store)
                .flatMap(List::stream)
                .toList();
    }

    @BeforeEach
    void prepare() {
        int number = NUMBER.getAndIncrement();
        layer = ReplicasSuite.random(number, 400_000);
        repository = "app" + number;
        path = upstream().blob(repository, layer);
        local = "/v2/fake.test/" + repository + "/blobs/" + digest(layer);
    }

    @AfterEach
    void heal() {
        go.countDown();
        executor.close();
        upstream().heal();
        upstream().requests().clear();
    }

    private List<Future<byte[]>> clients(int replica, int number, String wanted) {
        List<Future<byte[]>> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(
                    executor.submit(() -> replicas().get(replica).get(wanted).body()));
        }
        return clients;
    }

    private static void assertAllGet(byte[] content, List<Future<byte[]>> clients) throws Exception {
        for (Future<byte[]> client : clients) {
            assertThat(client.get(60, TimeUnit.SECONDS)).isEqualTo(content);
        }
    }

    /** Sends the half, and the rest when it may; the next time all. */
    private HttpHandler halting() {
        return exchange -> {
            upstream().heal();
            FakeUpstream.halt(exchange, layer, layer.length / 2, go);
        };
    }

    private void awaitFetches(int number) {
        Until.holds("the upstream is asked", () -> upstream().count("GET", path) == number);
    }

    @Test
    void clientsOfAllReplicasThatMissAtOnceShareOneFetch() throws Exception {
        upstream().fault(path, halting());
        List<Future<byte[]>> clients = clients(0, CLIENTS, local);
        awaitFetches(1);
        clients.addAll(clients(1, CLIENTS, local));
        clients.addAll(clients(2, CLIENTS, local));
        Thread.sleep(1000);
        assertThat(upstream().count("GET", path)).isEqualTo(1);
        go.countDown();
        assertAllGet(layer, clients);
        assertThat(upstream().count("GET", path)).isEqualTo(1);
        assertThat(upstream().count("HEAD", path)).isZero();
        Until.holds("nothing is left of the turn", () -> turns() == 0);
    }

    private int turns() {
        return replicas()
                .first()
                .bean(JdbcClient.class)
                .sql("select count(*) from fills")
                .query(Integer.class)
                .single();
    }

    @Test
    void clientsOfAllReplicasThatMissATagShareOneFetch() throws Exception {
        byte[] manifest = upstream().image(repository, "v1", bytes("layer"));
        String tag = "/v2/" + repository + "/manifests/v1";
        upstream().fault(tag, exchange -> {
            upstream().heal();
            FakeUpstream.await(go);
            FakeUpstream.serve(exchange, manifest);
        });
        List<Future<byte[]>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.addAll(clients(i, CLIENTS, "/v2/fake.test/" + repository + "/manifests/v1"));
        }
        Until.holds("the upstream is asked", () -> upstream().count("GET", tag) == 1);
        Thread.sleep(500);
        go.countDown();
        assertAllGet(manifest, clients);
        assertThat(upstream().count("GET", tag)).isEqualTo(1);
    }

    @Test
    void replicaThatIsSlowIsNotWaitedForForEver() throws Exception {
        upstream().fault(path, halting());
        List<Future<byte[]>> slow = clients(0, 1, local);
        awaitFetches(1);
        assertAllGet(layer, clients(1, CLIENTS, local));
        assertThat(upstream().count("GET", path)).isEqualTo(2);
        assertAllGet(layer, clients(2, 1, local)); // it is held
        assertThat(upstream().count("GET", path)).isEqualTo(2);
        go.countDown();
        assertAllGet(layer, slow);
    }

    @Test
    void replicaThatFailsIsFollowedByThoseThatWaited() throws Exception {
        upstream().fault(path, exchange -> {
            upstream().heal();
            FakeUpstream.await(go);
            FakeUpstream.status(exchange, 500);
        });
        Future<Integer> failing =
                executor.submit(() -> replicas().get(0).get(local).statusCode());
        awaitFetches(1);
        List<Future<byte[]>> waiting = clients(1, CLIENTS, local);
        waiting.addAll(clients(2, CLIENTS, local));
        Thread.sleep(500);
        go.countDown();
        assertThat(failing.get()).isEqualTo(502);
        assertAllGet(layer, waiting);
        assertThat(upstream().count("GET", path)).isEqualTo(2);
    }

    @Test
    void turnOfAReplicaThatDiedIsAnybodysAfterItsLease() {
        replicas()
                .first()
                .update(
                        "insert into fills (name, holder, held_until) values (:name, 'died',"
                                + " current_timestamp + interval '2' second)",
                        Map.of("name", "fake.test/" + repository + "@" + digest(layer)));
        assertThat(replicas().get(1).get(local).body()).isEqualTo(layer);
        assertThat(upstream().count("GET", path)).isEqualTo(1);
    }

    @Test
    void pullDoesNotFailForWantOfATurn() {
        rename("fills", "broken");
        try {
            assertThat(replicas().get(2).get(local).body()).isEqualTo(layer);
        } finally {
            rename("broken", "fills");
        }
    }

    private void rename(String from, String to) {
        replicas().first().update("alter table " + from + " rename to " + to, Map.of());
    }

    @Test
    void whatTheUpstreamLacksIsUnknownOnAllReplicas() {
        for (int i = 0; i < 3; i++) {
            expect(404, replicas().get(i).get(local.replace(digest(layer), digest(bytes("none")))));
        }
    }
}
