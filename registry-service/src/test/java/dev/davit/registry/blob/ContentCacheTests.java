package dev.davit.registry.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContentCacheTests {

    private final ContentCache cache = new ContentCache(100);

    @Test
    void getLoadsOnce() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThat(cache.get("a", () -> new byte[loads.incrementAndGet()])).hasSize(1);
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void putGivesUpWhatWasUsedLongestAgo() throws IOException {
        for (String digest : new String[] {"a", "b", "c", "d"}) {
            cache.put(digest, new byte[25]);
        }
        cache.get("a", () -> new byte[0]);
        cache.put("e", new byte[25]);
        assertThat(cache.has("a")).isTrue();
        assertThat(cache.has("b")).isFalse();
        assertThat(cache.has("e")).isTrue();
    }

    @Test
    void putOfWhatIsLargeDoesNothing() {
        cache.put("a", new byte[26]);
        assertThat(cache.has("a")).isFalse();
    }

    @Test
    void putOfTheSameAgainTakesNoMoreRoom() {
        for (int i = 0; i < 50; i++) {
            cache.put("same", new byte[25]);
        }
        cache.put("b", new byte[25]);
        assertThat(cache.has("same")).isTrue();
    }
}
