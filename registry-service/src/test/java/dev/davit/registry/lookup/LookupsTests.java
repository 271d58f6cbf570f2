package dev.davit.registry.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookupsTests {

    private final AtomicInteger loads = new AtomicInteger();
    private final Lookups lookups = new Lookups(2);

    @Test
    void getAsksOnceUntilSomethingChanges() {
        assertThat(get("a")).contains(1);
        assertThat(get("a")).contains(1);
        lookups.changed();
        assertThat(get("a")).contains(2);
    }

    @Test
    void getOfWhatDoesNotExistAsksEachTime() {
        assertThat(lookups.get(Integer.class, "r", "none", Optional::empty)).isEmpty();
        assertThat(lookups.get(Integer.class, "r", "none", () -> Optional.of(5)))
                .contains(5);
    }

    @Test
    void getThatAskedBeforeAChangeIsNotRemembered() {
        lookups.get(Integer.class, "r", "a", () -> {
            lookups.changed();
            return Optional.of(-1);
        });
        assertThat(get("a")).contains(1);
    }

    @Test
    void getRemembersNoMoreThanItMay() {
        get("a");
        get("b");
        get("c");
        assertThat(get("a")).contains(4);
        Lookups none = new Lookups(0);
        none.get(Integer.class, "r", "a", () -> Optional.of(1));
        assertThat(none.get(Integer.class, "r", "a", () -> Optional.of(2))).contains(2);
    }

    @Test
    void kindsAreKeptApart() {
        lookups.get(String.class, "r", "a", () -> Optional.of("text"));
        assertThat(get("a")).contains(1);
    }

    private Optional<Integer> get(String name) {
        return lookups.get(Integer.class, "r", name, () -> Optional.of(loads.incrementAndGet()));
    }
}
