package dev.davit.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.Event;
import dev.davit.engine.event.EventDraft;
import dev.davit.engine.event.EventLog;
import dev.davit.engine.fixture.Specs;
import dev.davit.platform.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** What the tables promise, on every database. */
abstract class StoreContract {

    @Autowired
    private ContainerStore store;

    @Autowired
    private EventLog events;

    @Test
    void rowIsReadAsItWasWritten() {
        Definition definition = definition(Instant.parse("2026-01-02T03:04:05.123456789Z"));
        String id = insert(name(), definition);
        Observed running = Observed.CREATED.started(7, Instant.parse("2026-01-02T03:04:06.987654321Z"), null);
        store.observe(id, running, List.of());
        ContainerStore.Row row = row(id);
        assertThat(row.definition()).isEqualTo(definition);
        assertThat(row.observed()).isEqualTo(running);
        assertThat(row.observed().status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void newestComesFirst() {
        String older = insert(name(), definition(Instant.parse("2031-01-01T00:00:00Z")));
        String newer = insert(name(), definition(Instant.parse("2031-01-01T00:00:00.000000001Z")));
        assertThat(store.all().stream().map(ContainerStore.Row::id).filter(List.of(older, newer)::contains))
                .containsExactly(newer, older);
    }

    @Test
    void nameIsTakenOnceAndTheFailureLeavesNoEvent() {
        String name = name();
        insert(name, definition(Instant.now()));
        String second = Ids.random();
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(
                        () -> store.insert(second, name, definition(Instant.now()), List.of(draft(second, "create"))));
        assertThat(of(second)).isEmpty();
    }

    @Test
    void renameFreesTheOldName() {
        String name = name();
        String id = insert(name, definition(Instant.now()));
        store.rename(id, name(), List.of());
        insert(name, definition(Instant.now()));
    }

    @Test
    void changeAndItsEventAreCommittedTogether() {
        String absent = Ids.random();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.observe(absent, Observed.CREATED, List.of(draft(absent, "start"))));
        assertThat(of(absent)).isEmpty();
        String id = insert(name(), definition(Instant.now()));
        store.observe(id, Observed.CREATED, List.of(draft(id, "start")));
        store.delete(id, List.of(draft(id, "destroy")));
        assertThat(of(id)).extracting(Event::action).containsExactly("create", "start", "destroy");
        assertThat(store.all()).noneMatch(row -> row.id().equals(id));
    }

    @Test
    void followersOfConcurrentWritersMissNoRevision() throws Exception {
        long before = events.read(0, Instant.EPOCH).stream()
                .mapToLong(Event::revision)
                .max()
                .orElse(0);
        String id = insert(name(), definition(Instant.now()));
        int writers = 4;
        int each = 50;
        int all = writers * each + 1;
        CountDownLatch done = new CountDownLatch(writers);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> follower = pool.submit(() -> follow(before, all));
            for (int i = 0; i < writers; i++) {
                pool.execute(() -> {
                    for (int n = 0; n < each; n++) {
                        store.log(List.of(draft(id, "tick")));
                    }
                    done.countDown();
                });
            }
            done.await();
            assertThat(follower.get())
                    .isEqualTo(LongStream.rangeClosed(before + 1, before + all)
                            .boxed()
                            .toList());
        }
    }

    // Reads on from the last revision seen, as a stream does; a gap would stay a gap.
    private List<Long> follow(long after, int count) {
        List<Long> seen = new ArrayList<>();
        long last = after;
        while (seen.size() < count) {
            for (Event event : events.read(last, Instant.EPOCH)) {
                seen.add(event.revision());
                last = event.revision();
            }
        }
        return seen;
    }

    private List<Event> of(String actor) {
        List<Event> all = new ArrayList<>();
        for (List<Event> page = events.read(0, Instant.EPOCH); !page.isEmpty(); ) {
            all.addAll(page);
            page = events.read(page.getLast().revision(), Instant.EPOCH);
        }
        return all.stream().filter(event -> event.actor().equals(actor)).toList();
    }

    private String insert(String name, Definition definition) {
        String id = Ids.random();
        store.insert(id, name, definition, List.of(draft(id, "create")));
        return id;
    }

    private ContainerStore.Row row(String id) {
        return store.all().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static EventDraft draft(String id, String action) {
        return new EventDraft("container", action, id, Map.of("name", "x"));
    }

    private static String name() {
        return "n" + Ids.random();
    }

    private static Definition definition(Instant created) {
        return new Definition(Specs.command("ls").build(), created, "sha256:0", "ls", List.of(), "overlay2", List.of());
    }
}
