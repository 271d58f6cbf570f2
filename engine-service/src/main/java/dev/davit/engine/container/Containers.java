package dev.davit.engine.container;

import dev.davit.engine.event.EventDraft;
import dev.davit.platform.error.DavitException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Every container of the host, by id and name. Changes go through here: committed first, then seen by readers. */
@Component
public class Containers {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    private final ContainerStore store;
    private final Map<String, LiveContainer> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idByName = new ConcurrentHashMap<>();

    Containers(ContainerStore store) {
        this.store = store;
    }

    /** Reads the table; once, before anything else. */
    public void load() {
        for (ContainerStore.Row row : store.all()) {
            byId.put(row.id(), new LiveContainer(row));
            idByName.put(row.name(), row.id());
        }
    }

    /** All of them, the newest first. */
    public List<LiveContainer> all() {
        List<LiveContainer> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparing((LiveContainer c) -> c.definition().created())
                .reversed());
        return all;
    }

    /** The container of exactly this id, null when there is none. */
    public @Nullable LiveContainer byId(String id) {
        return byId.get(id);
    }

    /** The container of an id, a name, or an unambiguous prefix of an id. */
    public LiveContainer find(String ref) {
        String wanted = ref.startsWith("/") ? ref.substring(1) : ref;
        LiveContainer exact = byId.get(wanted);
        if (exact != null) {
            return exact;
        }
        String id = idByName.get(wanted);
        LiveContainer named = id == null ? null : byId.get(id);
        return named == null ? byPrefix(ref, wanted) : named;
    }

    private LiveContainer byPrefix(String ref, String prefix) {
        List<LiveContainer> matches = HEX.matcher(prefix).matches()
                ? byId.values().stream()
                        .filter(c -> c.id().startsWith(prefix))
                        .limit(2)
                        .toList()
                : List.of();
        if (matches.size() > 1) {
            throw DavitException.invalid("multiple IDs found with provided prefix: " + ref);
        }
        if (matches.isEmpty()) {
            throw DavitException.notFound("No such container: " + ref);
        }
        return matches.getFirst();
    }

    /** Takes a name for an id, so that nobody else gets it. */
    public void reserve(String name, String id) {
        String holder = idByName.putIfAbsent(name, id);
        if (holder != null) {
            throw taken(name, holder);
        }
    }

    /** As {@link #reserve}, where another name will do. */
    boolean tryReserve(String name, String id) {
        return idByName.putIfAbsent(name, id) == null;
    }

    /** Gives a name back. */
    void release(String name, String id) {
        idByName.remove(name, id);
    }

    private static DavitException taken(String name, String holder) {
        return DavitException.conflict("Conflict. The container name \"/" + name
                + "\" is already in use by container \"" + holder
                + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }

    /** Adds a container whose name is reserved. */
    void add(String id, String name, Definition definition) {
        LiveContainer container = new LiveContainer(new ContainerStore.Row(id, name, definition, Observed.CREATED));
        try {
            store.insert(id, name, definition, List.of(event(container, "create", Map.of())));
        } catch (DataIntegrityViolationException collision) {
            throw taken(name, "of another engine");
        }
        byId.put(id, container);
    }

    /** Commits what was seen, with events. */
    public void observe(LiveContainer container, Observed observed, List<EventDraft> events) {
        Transitions.check(container.observed().status(), observed.status(), container.id());
        store.observe(container.id(), observed, events);
        container.observed(observed);
    }

    /** Commits another definition. */
    public void define(LiveContainer container, Definition definition) {
        store.define(container.id(), definition, List.of(event(container, "update", Map.of())));
        container.definition(definition);
    }

    /** Commits another name. */
    public void rename(LiveContainer container, String name) {
        String old = container.name();
        reserve(name, container.id());
        try {
            store.rename(
                    container.id(),
                    name,
                    List.of(event(container, "rename", Map.of("name", name, "oldName", "/" + old))));
        } catch (DataIntegrityViolationException collision) {
            release(name, container.id());
            throw taken(name, "of another engine");
        }
        container.name(name);
        release(old, container.id());
    }

    /** Commits that it is no more, and tells those who wait. */
    public void forget(LiveContainer container) {
        store.delete(container.id(), List.of(event(container, "destroy", Map.of())));
        byId.remove(container.id());
        release(container.name(), container.id());
        container.takeStartListeners().forEach(StartListener::failed);
        container.tellRemoval();
    }

    /** Commits events. */
    public void log(List<EventDraft> events) {
        store.log(events);
    }

    /** An event of a container: its labels, image and name are attributes, as of Docker. */
    public static EventDraft event(LiveContainer container, String action, Map<String, String> more) {
        Map<String, String> attributes =
                new TreeMap<>(container.definition().spec().labels());
        attributes.put("image", container.definition().spec().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        return new EventDraft("container", action, container.id(), attributes);
    }

    /** How long its process has run, in seconds. */
    public static long secondsSince(@Nullable Instant start, Instant end) {
        return start == null ? 0 : Math.max(0, end.getEpochSecond() - start.getEpochSecond());
    }
}
